"""A build that was stopped in its midst does not spoil the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import sitegen.build
import sitegen.bundle
from sitegen import stamps
from sitegen.files import partial_of, recall, write_whole
from sitegen.output import Output, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sitegen.output import Report
    from sitegen.project import Project

type Rebuild = Callable[[], Report]


class Killed(BaseException):
    """As a signal that no handler sees."""


def killed(*_: object) -> None:
    raise Killed


@pytest.mark.parametrize(
    "memory", ["build.json", "references.json", "dependencies.json", "pages.json", "bodies.msgpack"]
)
@pytest.mark.parametrize("cut", [b"", b"{", b'{"index.html": ["ab', b"[]", b"\xff"])
@pytest.mark.slow
def test_a_memory_that_was_cut_short_is_none(
    fork: Project, rebuild: Rebuild, monkeypatch: pytest.MonkeyPatch, memory: str, cut: bytes
) -> None:
    monkeypatch.setattr(stamps, "SETTLED_NS", 0)
    first = rebuild()
    (fork.cache / memory).write_bytes(cut)
    assert set(rebuild().made) in (set(), set(first.made))
    assert rebuild().made == []


def test_an_output_that_is_not_as_long_as_it_was_is_made_again(fork: Project, rebuild: Rebuild) -> None:
    rebuild()
    whole = (fork.output / "terms/index.html").read_bytes()
    for spoilt in (b"", whole[:-1]):
        (fork.output / "terms/index.html").write_bytes(spoilt)
        assert rebuild().made == ["terms/index.html"]
        assert (fork.output / "terms/index.html").read_bytes() == whole


def test_a_build_that_is_killed_before_its_checks_remembers_nothing(
    fork: Project, rebuild: Rebuild, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = rebuild().made
    with monkeypatch.context() as patched:
        patched.setattr(sitegen.build, "check_links", killed)
        with pytest.raises(Killed):
            rebuild()
    assert not (fork.cache / "build.json").exists()
    assert rebuild().made == made


def test_what_was_half_written_has_no_name_of_its_own_and_is_swept(tmp_path: Path) -> None:
    write_whole(partial_of(tmp_path / "a.html"), b"hal")
    report = write([Output("b.html", "1", lambda: b"whole")], tmp_path, {})
    assert report.removed == ["a.html.partial"]
    assert [path.name for path in tmp_path.iterdir()] == ["b.html"]


@pytest.mark.parametrize("kept", [0, 0.1, 0.5, 0.9, 0.999, 0.999999])
def test_a_bundle_that_was_cut_short_is_compiled_again(
    fork: Project, rebuild: Rebuild, monkeypatch: pytest.MonkeyPatch, kept: float
) -> None:
    (bundle,) = (fork.cache / "bundle").glob("*.zip")
    whole = bundle.read_bytes()
    bundle.write_bytes(whole[: int(len(whole) * kept)])
    monkeypatch.setattr(sitegen.bundle, "_compile", lambda _, __, path: path.write_bytes(whole))
    rebuild()
    assert bundle.read_bytes() == whole


def test_a_bundle_takes_its_name_when_it_is_whole(
    fork: Project, rebuild: Rebuild, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(_: Project, __: bytes, path: Path) -> None:
        path.write_bytes(b"PK")
        killed()

    (bundle,) = (fork.cache / "bundle").glob("*.zip")
    bundle.unlink()
    monkeypatch.setattr(sitegen.bundle, "_compile", cut)
    with pytest.raises(Killed):
        rebuild()
    assert not bundle.exists()


def test_a_memory_that_is_not_there_is_empty(tmp_path: Path) -> None:
    assert recall(tmp_path / "none.json", dict[str, str]) is None
