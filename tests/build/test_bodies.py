"""What the pages' Markdown became is remembered by its text, and many pages are rendered by several processes."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from typing import IO, TYPE_CHECKING, ClassVar

import pytest

import sitegen.build
import sitegen.markup
import sitegen.processes
from sitegen.bodies import PAYS_FROM, Bodies
from sitegen.errors import BuildError
from sitegen.pages import read_pages
from tests.build.conftest import copy_compiled, edit, files_of
from tests.conftest import ROOT
from tests.support.checkouts import project_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sitegen.output import Report
    from sitegen.project import Project

type Rebuild = Callable[[], Report]

HEAD = "---\ntitle: Extra\ndescription: Extra.\n---\n"
TOO_DEEP = "\n".join("    " * depth + "!!! note" for depth in range(400))
WAIT = 120
"""Seconds: longer than anything here takes on a busy machine."""


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The Markdown of each page that this process renders."""
    found: list[str] = []
    real = sitegen.markup.html_of

    def noted(markdown: str) -> str:
        found.append(markdown)
        return real(markdown)

    monkeypatch.setattr(sitegen.markup, "html_of", noted)
    return found


def add_pages(project: Project, count: int) -> None:
    (project.content / "more").mkdir()
    for number in range(count):
        text = f"## Page {number}\n\n" + f"It's *number* {number}. " * 100
        (project.content / f"more/page-{number}.md").write_text(HEAD + text)


def test_a_change_in_a_template_renders_no_markdown(fork: Project, rebuild: Rebuild, rendered: list[str]) -> None:
    rebuild()
    assert rendered, "the control"
    rendered.clear()
    edit(fork.templates / "pages/base.html", "Skip to content", "Skip to the content")
    assert "terms/index.html" in rebuild().made
    assert rendered == []
    assert "without warranty" in (fork.output / "terms/index.html").read_text()


def test_a_change_in_front_matter_renders_no_markdown(fork: Project, rebuild: Rebuild, rendered: list[str]) -> None:
    rebuild()
    rendered.clear()
    edit(fork.content / "terms.md", "title: Terms", "title: Terms of use")
    assert rebuild().made == ["terms/index.html"]
    assert rendered == []


def test_a_change_in_one_text_renders_that_text_alone(fork: Project, rebuild: Rebuild, rendered: list[str]) -> None:
    rebuild()
    rendered.clear()
    edit(fork.content / "terms.md", "without warranty", "without any warranty")
    rebuild()
    assert len(rendered) == 1
    assert "without any warranty" in rendered[0]


def test_what_is_on_no_page_any_more_is_forgotten(fork: Project, rebuild: Rebuild) -> None:
    memory = fork.cache / "bodies.msgpack"
    (fork.content / "extra.md").write_text(f"{HEAD}On one page alone.\n")
    rebuild()
    before = memory.stat().st_size
    assert b"On one page alone." in memory.read_bytes()
    (fork.content / "extra.md").unlink()
    edit(fork.content / "terms.md", "without warranty", "without any warranty")
    rebuild()
    assert b"On one page alone." not in memory.read_bytes()
    assert b"without warranty" not in memory.read_bytes()
    assert memory.stat().st_size < before


def test_what_another_renderer_made_is_not_used(
    fork: Project, rebuild: Rebuild, rendered: list[str], tmp_path: Path
) -> None:
    rebuild()
    pages = read_pages(fork)
    for libraries, expected in ((fork.site_packages, 0), (tmp_path, len({page.text_mark for page in pages}))):
        rendered.clear()
        with Bodies(replace(fork, site_packages=libraries), pages) as bodies:
            bodies.prepare({page.path for page in pages})
            assert all(bodies.of(page) or not page.body.strip() for page in pages)
        assert len(rendered) == expected


@dataclass
class Here:
    """Does in this process what Processes has others do: those are forked, and pytest may have threads."""

    function: Callable[[str], str]
    texts: list[str]
    stopped: bool = False
    made: ClassVar[list[Here]] = []

    def __post_init__(self) -> None:
        self.made.append(self)

    def __iter__(self) -> Iterator[str]:
        return map(self.function, self.texts)

    def stop(self) -> None:
        self.stopped = True


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> list[Here]:
    monkeypatch.setattr(sitegen.processes, "Processes", Here)
    monkeypatch.setattr(Here, "made", [])
    return Here.made


def test_several_processes_are_for_many_pages_only(fork: Project, rebuild: Rebuild, here: list[Here]) -> None:
    rebuild()
    assert here == []
    add_pages(fork, PAYS_FROM)
    rebuild()
    assert [len(one.texts) for one in here] == [PAYS_FROM]
    edit(fork.content / "more/page-7.md", "number", "numeral")
    rebuild()
    assert len(here) == 1


def test_they_are_stopped_when_the_build_fails(fork: Project, rebuild: Rebuild, here: list[Here]) -> None:
    add_pages(fork, PAYS_FROM)
    edit(fork.templates / "pages/page.html", "{% block main %}", "{% block main %}{{ nothing.here }}")
    with pytest.raises(BuildError):
        rebuild()
    assert [one.stopped for one in here] == [True]


@pytest.fixture
def command(fork: Project) -> list[str | Path]:
    """Builds the fork in a process of its own, which may start others."""
    (fork.root / "sitegen").symlink_to(ROOT / "sitegen")
    shutil.copy(ROOT / "build.py", fork.root)
    return [sys.executable, fork.root / "build.py", "--output", fork.output, "--cache", fork.cache]


def environment(project: Project) -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(project.package)}


@pytest.mark.slow
def test_they_make_what_one_process_makes(
    fork: Project, command: list[str | Path], here: list[Here], tmp_path: Path
) -> None:
    add_pages(fork, PAYS_FROM)
    subprocess.run(command, env=environment(fork), check=True, timeout=WAIT)  # noqa: S603 - our own script
    alone = project_in(fork.root, tmp_path / "alone")
    copy_compiled(fork.cache, alone.cache)
    sitegen.build.build(alone)
    assert here, "the control: many enough"
    assert files_of(fork.output) == files_of(alone.output)


@pytest.mark.parametrize("many", [False, True], ids=["one page", "many pages"])
def test_a_page_that_cannot_be_rendered_is_named(fork: Project, command: list[str | Path], *, many: bool) -> None:
    if many:
        add_pages(fork, PAYS_FROM)
    (fork.content / "deep.md").write_text(HEAD + TOO_DEEP)
    done = subprocess.run(  # noqa: S603 - our own script
        command, env=environment(fork), capture_output=True, text=True, check=False, timeout=WAIT
    )
    assert done.stderr == "content/deep.md:1: Markdown: maximum recursion depth exceeded\n"
    assert done.returncode == 1


def python(code: str, *arguments: str) -> list[str]:
    done = subprocess.run(  # noqa: S603 - our own Python
        [sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, text=True, check=True, timeout=WAIT
    )
    assert done.stderr == ""
    return done.stdout.splitlines()


ANSWERS = """
import os, signal, sys
from sitegen.processes import Processes

def answer(text):
    if text == sys.argv[1]:
        os.kill(os.getpid(), signal.SIGKILL)
    if text == sys.argv[2]:
        raise ValueError(text)
    return f"{text} {os.getpid() != int(sys.argv[3] or os.getppid())}"

if __name__ == "__main__":
    sys.argv[3] = str(os.getpid())
    processes = Processes(answer, [str(number) for number in range(9)])
    try:
        for found in processes:
            print(found)
    except (ValueError, EOFError) as error:
        print(repr(error))
    processes.stop()
    try:
        os.waitpid(-1, 0)
    except ChildProcessError:
        print("none is left")
"""


def test_answers_come_from_other_processes_and_in_order() -> None:
    assert python(ANSWERS, "", "", "") == [*(f"{number} True" for number in range(9)), "none is left"]


def test_what_is_raised_there_is_raised_here() -> None:
    assert python(ANSWERS, "", "3", "") == ["0 True", "1 True", "2 True", "ValueError('3')", "none is left"]


def test_a_process_that_is_killed_ends_the_answers() -> None:
    *answers, error, last = python(ANSWERS, "5", "", "")
    assert answers == [f"{number} True" for number in range(len(answers))]
    assert error == "EOFError()"
    assert last == "none is left"


def until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WAIT
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def listen_to_interrupts() -> None:
    """Shells have their background jobs ignore them, and what such a job starts ignores them too."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def open_at_its_end(pipe: IO[bytes] | None) -> bool:
    """True while any process has the other end of a pipe, on which none of them writes. Each inherits it."""
    assert pipe
    os.set_blocking(pipe.fileno(), False)
    try:
        return os.read(pipe.fileno(), 1) != b""
    except BlockingIOError:
        return True


WAITING = "import sys; sys.stdin.read()"
LEAVING = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {WAITING!r}])"


def test_a_process_that_outlives_its_parent_keeps_a_pipe_open() -> None:
    """The control of the next test."""
    command = [sys.executable, "-c", LEAVING]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as parent:  # noqa: S603 - our own Python
        assert parent.wait(WAIT) == 0
        assert parent.stdin
        assert open_at_its_end(parent.stdout)
        parent.stdin.close()
        until(lambda: not open_at_its_end(parent.stdout))


@pytest.mark.parametrize("how", ["interrupted", "terminated", "killed"])
@pytest.mark.slow
def test_no_process_outlives_a_build_that_is_stopped(fork: Project, command: list[str | Path], how: str) -> None:
    add_pages(fork, 6 * PAYS_FROM)
    with subprocess.Popen(  # noqa: S603 - our own script
        command,
        env=environment(fork),
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        preexec_fn=listen_to_interrupts,  # noqa: PLW1509 - it takes no lock
    ) as build:
        until(lambda: any((fork.output / "more").glob("*/index.html")))
        if how == "interrupted":
            os.killpg(build.pid, signal.SIGINT)
        else:
            build.send_signal(signal.SIGTERM if how == "terminated" else signal.SIGKILL)
        assert build.wait(WAIT) != 0
        until(lambda: not open_at_its_end(build.stdout))
    subprocess.run(command, env=environment(fork), check=True, timeout=WAIT)  # noqa: S603 - our own script
    assert len(list((fork.output / "more").glob("*/index.html"))) == 6 * PAYS_FROM
    assert not list(fork.output.rglob("*.partial"))
