"""The command `linkepix`."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest

from linkepix.host.cli import USAGE_ERROR, main
from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

ECHO = """import pathlib, sys
pathlib.Path(__file__).with_name("asked").write_text(" ".join(sys.argv[1:]))
sys.exit(3)
"""


def test_version_is_that_of_the_project(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--version"])
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert capsys.readouterr().out == f"linkepix {version}\n"


def test_build_runs_the_site_s_own_build_with_its_options_and_status(tmp_path: Path) -> None:
    (tmp_path / "build.py").write_text(ECHO)
    assert main(["build", str(tmp_path), "--output", "elsewhere"]) == 3
    assert (tmp_path / "asked").read_text() == "--output=elsewhere"


def test_build_takes_this_folder_by_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "build.py").write_text(ECHO)
    monkeypatch.chdir(tmp_path)
    main(["build", "--output", "elsewhere"])
    assert (tmp_path / "asked").read_text() == "--output=elsewhere"


def test_build_says_where_it_found_no_site(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", str(tmp_path)]) == USAGE_ERROR
    assert f"there is no build.py in {tmp_path}" in capsys.readouterr().err


def test_no_command_prints_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == USAGE_ERROR
    assert "build" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["biuld"], ["--verison"], ["build", "--bogus"]])
def test_a_misspelt_word_is_a_usage_error(arguments: list[str]) -> None:
    try:
        status = main(arguments)
    except SystemExit as stopped:
        status = int(stopped.code or 0)
    assert status == USAGE_ERROR
