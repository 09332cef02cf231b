"""The ports' contract against IndexedDB, localStorage and `blob:` URLs, inside a real worker's Pyodide."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.conftest import ready
from tests.ports import contract, library_contract, task_contract

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Worker

MODULES = (library_contract, task_contract, contract)
"""Each after what it imports."""

SOURCES = {module.__name__: Path(str(module.__file__)).read_text("utf-8") for module in MODULES}

LOAD = """
import json, sys, traceback, types
from linkepix.browser.indexed_db import Database
from linkepix.browser.pixels import BrowserPixels
from linkepix.browser.platform import browser_platform, settings_mirror

for package in ("tests", "tests.ports"):
    sys.modules[package] = types.ModuleType(package)
for name, source in json.loads(sources).items():
    module = sys.modules[name] = types.ModuleType(name)
    setattr(sys.modules["tests.ports"], name.rpartition(".")[2], module)
    exec(compile(source, name, "exec", dont_inherit=True, optimize=0), module.__dict__)
from tests.ports import contract

def open_platform():
    return browser_platform(settings_mirror(), BrowserPixels())

async def outcome_of(act):
    try:
        await act
    except Exception:
        return traceback.format_exc()
    return "passed"
"""
"""`optimize=0` keeps asserts, whatever the bundle was compiled with."""

BREAK = """
async def delete(self, generation_id):
    pass
kept, Database.delete = Database.delete, delete
"""

RUN = """async ([name, value, code]) => {
  pyodide.globals.set(name, value);
  return pyodide.runPythonAsync(code);
}"""


SMALL = 3_000_000
"""Bytes of a quota in which the application fits, and a large picture does not."""


def open_worker(context: BrowserContext) -> Worker:
    """A worker with the contract in it. Its page stays open for all checks; each starts from empty stores."""
    page = context.new_page()
    page.goto("/selftest/")
    ready(page)
    worker = page.workers[0]
    worker.evaluate(RUN, ["sources", json.dumps(SOURCES), LOAD])
    return worker


@pytest.fixture(scope="module")
def roomy(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Worker]:
    with closing(browser.new_context(**browser_context_args, service_workers="block")) as context:
        yield open_worker(context)


@pytest.fixture(scope="module")
def full(browser: Browser, browser_context_args: dict[str, Any], site: str) -> Iterator[Worker]:
    """Chromium remembers for half a minute how much room there was: the quota is set before anything is stored."""
    with closing(browser.new_context(**browser_context_args, service_workers="block")) as context:
        page = context.new_page()
        session = context.new_cdp_session(page)
        page.goto("/terms/")
        session.send("Storage.overrideQuotaForOrigin", {"origin": site, "quotaSize": SMALL})
        yield open_worker(context)


def outcome(worker: Worker, name: str) -> str:
    """Either "passed", or a traceback."""
    emptied = worker.evaluate(RUN, ["name", name, "await outcome_of(contract.empty(open_platform))"])
    assert emptied == "passed"
    told: str = worker.evaluate(RUN, ["name", name, "await outcome_of(contract.run(name, open_platform))"])
    return told


@pytest.mark.parametrize("name", contract.checks())
def test_contract(request: pytest.FixtureRequest, browser: Browser, name: str) -> None:
    del browser  # named here, so that this test is of Chromium too and Chromium is not started again for the next one
    worker = request.getfixturevalue("full" if name.startswith(contract.FULL) else "roomy")
    assert outcome(worker, name) == "passed"


def test_a_store_that_breaks_the_contract_is_found(roomy: Worker) -> None:
    name = "what_is_deleted_is_gone_from_everywhere"
    roomy.evaluate(RUN, ["name", "", BREAK])
    assert "AssertionError" in outcome(roomy, name)
    roomy.evaluate(RUN, ["name", "", "Database.delete = kept"])


COUNT_READS = """() => {
  const counting = self.reads;
  self.reads = {};
  if (counting) return;
  for (const kind of [IDBObjectStore, IDBIndex])
    for (const name of ["get", "getAll", "getAllKeys", "count", "openCursor"]) {
      const read = kind.prototype[name];
      kind.prototype[name] = function (...words) {
        const store = `${name} ${this.objectStore?.name ?? this.name}`;
        self.reads[store] = (self.reads[store] ?? 0) + 1;
        return read.apply(this, words);
      };
    }
}"""

FILL = """
library = open_platform().library
for number in range(60):
    await library.save(contract.card(f"card-{number:02}", f"2026-11-20T09:00:{number:02}+00:00"), None)
"""


@pytest.mark.parametrize(
    ("words", "offset", "reads"),
    [
        ("()", 0, {"count search": 1, "getAllKeys search": 1, "get generations": 24}),
        ("()", 48, {"count search": 1, "getAllKeys search": 1, "get generations": 12}),
        ("('ada',)", 24, {"getAll search": 1, "get generations": 24}),
    ],
)
def test_a_page_reads_its_own_records_and_no_others(
    roomy: Worker, words: str, offset: int, reads: dict[str, int]
) -> None:
    assert outcome(roomy, "an_empty_library_has_an_empty_page") == "passed"
    roomy.evaluate(RUN, ["name", "", FILL])
    roomy.evaluate(COUNT_READS)
    roomy.evaluate(RUN, ["name", "", f"len((await library.page({words}, {offset}, 24)).items)"])
    assert roomy.evaluate("() => self.reads") == reads
