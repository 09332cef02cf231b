"""Who edits pictures in `bench.studio`: our pixel worker, and others, in a browser and natively. All take turns."""

from __future__ import annotations

import base64
import contextlib
import functools
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, override

from bench.peer_sites import BENCH_PYTHON
from bench.sites import HERE, SITE
from bench.slowness import ARGUMENTS, browser_process
from linkepix.imaging.plan import plan_of
from linkepix.imaging.size_search import Trial
from linkepix.model.recipe import Recipe
from tests.support.chromium import find_chromium

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import BrowserType, Page

    from linkepix.model.recipe import Format, Size

SCRIPTS = HERE / "peers/pictures"
NODE = Path(sys.executable).with_name("node")
ENCODES: tuple[Format, ...] = ("jpeg", "webp", "avif", "png")


@dataclass(frozen=True, slots=True)
class Edit:
    """A picture of `size` to a kind of file, at a quality from 1 to 100; `width` None leaves the size."""

    source: Path
    size: Size
    kind: Format
    quality: int
    width: int | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """Seconds from the file to the result's bytes."""

    seconds: float
    data: bytes


class Editor(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def encodes(self) -> frozenset[str]: ...

    def edit(self, edit: Edit) -> Made: ...

    def peak(self) -> float:
        """Return the most memory that its process has had so far, in MiB."""
        ...


@dataclass(slots=True)
class ProcessEditor:
    """One that runs in a process of its own, and answers a line for each line."""

    name: str
    process: subprocess.Popen[str]
    folder: Path
    encodes: frozenset[str] = frozenset(ENCODES)

    def edit(self, edit: Edit) -> Made:
        target = self.folder / f"{self.name}.{edit.kind}"
        rest = {"kind": edit.kind, "quality": edit.quality, "width": edit.width}
        seconds = self.ask({"act": "edit", "source": str(edit.source), "target": str(target), **rest})
        return Made(seconds, target.read_bytes())

    def ask(self, request: object) -> float:
        """Raises RuntimeError when the process has ended."""
        if not self.process.stdin or not self.process.stdout:
            raise RuntimeError(f"{self.name} has no pipes")
        print(json.dumps(request), file=self.process.stdin, flush=True)
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError(f"{self.name} ended")
        return float(json.loads(answer))

    def peak(self) -> float:
        """Of the process that does the work: what starts it, as Node's launcher does, has less."""
        return max(peak_of(pid) for pid in _family(self.process.pid))


@dataclass(slots=True)
class PageEditor:
    """One that runs in a page or its worker; editors.mjs has it under its name. `extra` goes with each request."""

    name: str
    page: Page
    profile: str
    encodes: frozenset[str]
    extra: dict[str, object] = field(default_factory=dict)

    def edit(self, edit: Edit) -> Made:
        request = {"editor": self.name, "name": edit.source.name, "kind": edit.kind, "quality": edit.quality}
        plan = plan_of(_recipe(edit), edit.size, Trial(edit.quality))
        answer = self.page.evaluate(
            "(request) => self.edit(request)", {**request, "width": edit.width, "plan": plan, **self.extra}
        )
        return Made(answer["seconds"], base64.b64decode(answer["data"]))

    def peak(self) -> float:
        """Of the process that has the page and its workers, which is the largest renderer."""
        group = os.getpgid(browser_process(self.profile))
        return max(peak_of(pid) for pid in _renderers(group))


def _recipe(edit: Edit) -> Recipe:
    return Recipe(format=edit.kind, quality=edit.quality, width=edit.width, encode_again=True)


def peak_of(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0.0


def _family(pid: int) -> Iterator[int]:
    """The process, and all that it started."""
    yield pid
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield from _family(int(child))


def _renderers(group: int) -> Iterator[int]:
    for folder in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError):
            pid = int(folder.name)
            if os.getpgid(pid) == group and b"--type=renderer" in (folder / "cmdline").read_bytes():
                yield pid


@contextlib.contextmanager
def native_editor(name: str, command: Sequence[str | Path], folder: Path) -> Iterator[ProcessEditor]:
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=HERE) as process:  # noqa: S603 - our own scripts
        yield ProcessEditor(name, process, folder)
        if process.stdin:
            process.stdin.close()


@contextlib.contextmanager
def page_editor(
    chromium: BrowserType, name: str, address: str, files: Sequence[Path], encodes: frozenset[str], **extra: object
) -> Iterator[PageEditor]:
    """A browser of its own, so that its memory is its own; its page has the files in a field."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        context = chromium.launch_persistent_context(
            profile, executable_path=find_chromium(), args=ARGUMENTS, service_workers="block"
        )
        page = context.new_page()
        page.route(
            "**/~bench/", lambda route: route.fulfill(content_type="text/html", body="<input type=file multiple>")
        )
        page.goto(f"{address}/~bench/")
        page.add_script_tag(content=(SCRIPTS / "editors.mjs").read_text(), type="module")
        page.locator("input").set_input_files(files)
        page.wait_for_function("() => Boolean(self.edit)")
        yield PageEditor(name, page, profile, encodes, extra)
        context.close()


class _Quiet(SimpleHTTPRequestHandler):
    @override
    def log_message(self, format: str, *args: object) -> None:
        pass


@contextlib.contextmanager
def served_peers() -> Iterator[str]:
    """The address of bench/, whose packages from npm a page loads."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(HERE)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@dataclass(frozen=True, slots=True)
class Editors:
    """`all` with ours first; `judge` is a process that has SSIMULACRA2."""

    all: tuple[Editor, ...]
    judge: ProcessEditor

    def score(self, original: Path, made: bytes, kind: str) -> float:
        """Return SSIMULACRA2 of a result: 100 for the same."""
        result = self.judge.folder / f"judged.{kind}"
        result.write_bytes(made)
        return self.judge.ask({"act": "score", "original": str(original), "result": str(result)})


@contextlib.contextmanager
def opened_editors(chromium: BrowserType, address: str, folder: Path, files: Sequence[Path]) -> Iterator[Editors]:
    """All of them, each in a process of its own. `address` is that of our site, `folder` is for what they write."""
    (script,) = (SITE / "pixels").glob("*/pixels.mjs")
    everything, canvas = frozenset(ENCODES), frozenset(("jpeg", "webp", "png"))
    with contextlib.ExitStack() as stack:
        enter = stack.enter_context
        peers = enter(served_peers())
        worker = f"/{script.relative_to(SITE)}"
        ours = enter(page_editor(chromium, "ours", address, files, everything, worker=worker))
        others: tuple[Editor, ...] = (
            enter(native_editor("sharp", [NODE, SCRIPTS / "sharp.mjs"], folder)),
            enter(native_editor("Pillow", [BENCH_PYTHON, SCRIPTS / "pillow.py"], folder)),
            enter(page_editor(chromium, "canvas", peers, files, canvas)),
            enter(page_editor(chromium, "magick-wasm", peers, files, everything)),
        )
        judge = enter(native_editor("judge", [BENCH_PYTHON, SCRIPTS / "pillow.py"], folder))
        yield Editors((ours, *others), judge)
