"""Copies of the checkout, to change and to build."""

from __future__ import annotations

import shutil
import sys
import sysconfig
from pathlib import Path

from sitegen.project import Project
from tests.conftest import ROOT


def copy_of_checkout(root: Path) -> Path:
    """Content, templates and static files are copies; what a build only reads is the checkout's."""
    for name in ("content", "templates", "static"):
        shutil.copytree(ROOT / name, root / name)
    for name in ("pysrc", "node_modules", ".models", "requirements-model.lock", "tests"):
        (root / name).symlink_to(ROOT / name)
    return root


def project_in(root: Path, folder: Path) -> Project:
    """Builds `root` in `folder`."""
    return Project(
        root=root,
        site_packages=Path(sysconfig.get_paths()["purelib"]),
        node=Path(sys.executable).with_name("node"),
        output=folder / "site",
        cache=folder / "cache",
    )
