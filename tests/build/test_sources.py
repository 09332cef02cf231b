"""What is found in the sources of the bundle before it is compiled."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from sitegen.build import build
from sitegen.errors import BuildError
from tests.conftest import ROOT

if TYPE_CHECKING:
    from sitegen.project import Project

RACK = "partials/library/rack.html"


@pytest.mark.parametrize(
    ("template", "line", "problem"),
    [
        (RACK, '{% include "partials/nope.html" %}', "no template in the bundle is called 'partials/nope.html'"),
        (RACK, '{% import "macros/nope.html" as nope %}', "no template in the bundle is called 'macros/nope.html'"),
        (RACK, '{% from "macros/nope.html" import x %}', "no template in the bundle is called 'macros/nope.html'"),
        (RACK, '{% include "pages/base.html" %}', "no template in the bundle is called 'pages/base.html'"),
        (RACK, "{{ nosuchvar }}", "'nosuchvar' is given by no code and no template"),
        (RACK, "{% if notice %}{{ plcae.name }}{% endif %}", "'plcae' is given by no code and no template"),
        (RACK, "{% if %}", "Expected an expression, got 'end of statement block'"),
        (RACK, "{{ q|nosuchfilter }}", "No filter named 'nosuchfilter'."),
        ("prompts/picture.txt", "{{ nosuchvar }}", "'nosuchvar' is given by no code and no template"),
        ("scenes/all.txt", '{% include "nope" %}', "no template in the bundle is called 'nope'"),
        ("macros/words.html", "{{ }}", "Expected an expression, got 'end of print statement'"),
    ],
)
@pytest.mark.slow
def test_a_mistake_in_a_bundled_template_stops_the_build(fork: Project, template: str, line: str, problem: str) -> None:
    path = fork.templates / template
    number = len(path.read_text().splitlines()) + 1
    path.write_text(f"{path.read_text().rstrip()}\n{line}\n")
    with pytest.raises(BuildError) as stopped:
        build(fork)
    assert str(stopped.value) == f"templates/{template}:{number}: {problem}"


def own_package(fork: Project) -> None:
    fork.package.unlink()
    shutil.copytree(ROOT / "pysrc", fork.package)


def test_a_module_that_is_no_python_stops_the_build(fork: Project) -> None:
    own_package(fork)
    (fork.package / "linkepix/browser/spoilt.py").write_text("x = 1\ndef f(:\n")
    with pytest.raises(BuildError, match=r"^pysrc/linkepix/browser/spoilt\.py:2: invalid syntax$"):
        build(fork)


def test_so_does_one_that_the_build_itself_needs(fork: Project) -> None:
    own_package(fork)
    shutil.copytree(ROOT / "sitegen", fork.root / "sitegen")
    shutil.copy(ROOT / "build.py", fork.root)
    (fork.package / "linkepix/web/view_models.py").write_text("x = 1\nreturn x\n")
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, fork.root / "build.py"],
        env=os.environ | {"PYTHONPATH": str(fork.package)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == "pysrc/linkepix/web/view_models.py:2: 'return' outside function\n"
    assert done.returncode == 1
