"""Real Chromium, Cloudflare's own runtime, and a recorder that lets no error pass.

A test that expects an error or a violation says so with `watch.expected`; whatever else a console or a
policy reports fails it.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from filelock import FileLock
from playwright.sync_api import Error, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from tests.browser.device import (
    MAKING_MS,
    SNAPSHOT_MS,
    device_of,
    export_snapshot,
    forget_visitor,
    open_device,
    put_snapshot,
    wait_for_snapshot,
)
from tests.conftest import ROOT
from tests.fakes.provider import HOSTS, FakeProvider
from tests.support.chromium import find_chromium
from tests.support.wrangler import serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page, Request, Worker

    type Visitors = Callable[[], contextlib.AbstractContextManager[BrowserContext]]

READY_MS = 60_000

expect.set_options(timeout=15_000)  # a visitor's answer takes milliseconds; a busy machine takes its time

LISTEN = """() => {
  self.violations = [];
  self.addEventListener("securitypolicyviolation", (event) =>
    self.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
}"""


@dataclass(slots=True)
class Watch:
    """What a context did: requests, console errors, and policy violations in pages and workers."""

    requests: list[Request] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    workers: list[Worker] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def hear(self, kind: str, text: str) -> None:
        self.console.append(text)
        if kind == "error":
            self.errors.append(text)

    @property
    def hosts(self) -> set[str]:
        return {httpx.URL(request.url).host for request in self.requests if request.url.startswith("http")}

    def worker_violations(self) -> list[list[str]]:
        found = []
        for worker in self.workers:
            # A worker of a page that was left takes its list with it.
            with contextlib.suppress(Error):
                found.append(worker.evaluate("() => self.violations ?? []"))
        return found

    def unexpected(self) -> list[str]:
        return [error for error in self.errors if not any(word in error for word in self.expected)]


DISABLED_FEATURES = (
    "WebUIOmniboxPopup", "WebUIOmniboxAimPopup",
    "AimEnabled", "AvoidCorsURLLoaderRestartOnRedirect", "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose", "HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades", "LensOverlay", "MediaRouter",
    "NetworkTimeServiceQuerying", "OptimizationHints", "PaintHolding", "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
)  # fmt: skip
"""Features of Chromium that are off. The first two render the address bar's list for each new page, although it is not
shown: half of all renderers' time. The others are those that Playwright 1.65 switches off, as the last list counts."""

LONGEST = ("test_snapshot.py", "test_truth.py", "test_two_builds.py", "test_providers.py", "test_ordinary_links.py")
"""Begun first, so that no process is left alone with one of them at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.name not in LONGEST)


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of the built site, served with its `_headers`."""
    assert (ROOT / "site/app/index.html").exists(), "run `make build` first"
    with serve(ROOT / "site") as address:
        yield address


@pytest.fixture(scope="session")
def base_url(site: str) -> str:
    return site


@pytest.fixture(scope="session")
def provider() -> Iterator[FakeProvider]:
    with FakeProvider() as fake:
        yield fake


@pytest.fixture(autouse=True)
def _fresh_provider(provider: FakeProvider) -> None:
    provider.forget()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], provider: FakeProvider) -> dict[str, Any]:
    """The providers' real addresses lead to the fake one; whatever else is asked for leads nowhere."""
    chromium = find_chromium()
    assert chromium, "no Chromium: run `make test`, which finds or installs one"
    rules = ",".join(f"MAP {host} 127.0.0.1:{provider.port}" for host in HOSTS)
    arguments = [
        "--no-sandbox",
        # Optimising WebAssembly pays in a long session. A test is over by then, and it took 40 % of a renderer's time.
        "--js-flags=--liftoff-only",
        f"--disable-features={','.join(DISABLED_FEATURES)}",
        f"--host-resolver-rules={rules}",
        f"--ignore-certificate-errors-spki-list={provider.certificate_spki}",
    ]
    return browser_type_launch_args | {"executable_path": chromium, "args": arguments}


@pytest.fixture(scope="session")
def new_visitor(browser: Browser, browser_context_args: dict[str, Any]) -> Visitors:
    """Opens a browser context with nothing in it, which reports policy violations to the console.

    No service worker: what it answers, `page.route` does not see. test_offline.py and test_truth.py have theirs.
    """

    @contextlib.contextmanager
    def new_visitor() -> Iterator[BrowserContext]:
        context = browser.new_context(**browser_context_args, service_workers="block")
        context.add_init_script(
            'addEventListener("securitypolicyviolation", (event) => '
            "console.error(`policy: ${event.effectiveDirective} ${event.blockedURI}`))"
        )
        yield context
        context.close()

    return new_visitor


@pytest.fixture(scope="session")
def snapshot(new_visitor: Visitors, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Python's memory as the built site keeps it for a next visit: a file for `put_snapshot`.

    The processes of pytest-xdist share one: the first that needs it makes it.
    """
    folder = tmp_path_factory.getbasetemp()
    file = (folder if worker_id == "master" else folder.parent) / "snapshot"
    with FileLock(file.with_suffix(".lock"), timeout=MAKING_MS / 1000):
        return file if file.exists() else make_shared_snapshot(new_visitor, file)


def make_shared_snapshot(new_visitor: Visitors, file: Path) -> Path:
    with new_visitor() as context:
        context.clock.install()
        page = context.new_page()
        page.goto("/app/")
        ready(page)
        page.clock.fast_forward(SNAPSHOT_MS)
        wait_for_snapshot(page)
        with device_of(context) as device:
            return export_snapshot(device, file)


@pytest.fixture(scope="session")
def shared_device(new_visitor: Visitors, snapshot: Path) -> Iterator[Page]:
    """A page of the context that tests share: what it has loaded stays in its HTTP cache, as it would for a visitor."""
    with new_visitor() as context:
        device = open_device(context)
        put_snapshot(device, snapshot)
        yield device


@pytest.fixture
def context(shared_device: Page, snapshot: Path) -> Iterator[BrowserContext]:
    """Somebody who was here before and left nothing but what the program keeps: Python starts from the snapshot."""
    context = shared_device.context
    yield context
    context.set_offline(offline=False)
    context.clear_permissions()
    for page in context.pages:
        if page != shared_device:
            page.close()
    forget_visitor(shared_device, snapshot)


@pytest.fixture
def first_visit(new_visitor: Visitors) -> Iterator[BrowserContext]:
    """Somebody who was never here. A module whose subject is a first start has this as its `context`."""
    with new_visitor() as context:
        yield context


@pytest.fixture
def watch(context: BrowserContext) -> Iterator[Watch]:
    watch = Watch()

    def listen(worker: Worker) -> None:
        watch.workers.append(worker)
        worker.on("console", lambda message: watch.errors.append(message.text) if message.type == "error" else None)
        with contextlib.suppress(Error):
            worker.evaluate(LISTEN)

    listeners: dict[str, Callable[[Any], None]] = {
        "request": lambda request: watch.requests.append(request),  # noqa: PLW0108 - it sets an attribute on it
        "console": lambda message: watch.hear(message.type, message.text),
        "weberror": lambda error: watch.errors.append(str(error.error)),
        "page": lambda page: page.on("worker", listen),
    }
    for event, listener in listeners.items():
        context.on(event, listener)  # type: ignore[call-overload]  # one overload an event
    yield watch
    for event, listener in listeners.items():
        context.remove_listener(event, listener)
    assert not watch.unexpected()
    for violations in watch.worker_violations():
        assert not violations


@pytest.fixture
def page(watch: Watch, context: BrowserContext) -> Page:
    del watch  # listens before the first page opens
    return context.new_page()


@pytest.fixture
def open_app(page: Page) -> Callable[[str], Page]:
    """Opens a page of the application and waits until Python is ready."""

    def open_app(path: str = "/app/") -> Page:
        page.goto(path)
        ready(page)
        return page

    return open_app


def ready(page: Page) -> None:
    """Asks every 50 ms, where `expect` asks every half second."""
    is_ready = "() => document.querySelector('#boot')?.dataset.state === 'ready'"
    try:
        page.wait_for_function(is_ready, polling=50, timeout=READY_MS)
    except PlaywrightTimeoutError:
        pytest.fail(f"Python is not ready: {page.locator('#boot').inner_text()}")
