"""Modules of the worker that export something else: `real` is the module itself, whose other exports stay."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page, Route

BALLAST = """
export async function loadPython(parts, options) {
  const pyodide = await real.loadPython(parts, options);
  if (options.forSnapshot) pyodide.runPython(`
import sys, types
ballast = sys.modules["ballast"] = types.ModuleType("ballast")
ballast.data = bytearray(14_000_000)
ballast.data[::1_000_000] = range(14)`);
  return pyodide;
}
"""
"""In place of what python.mjs exports: 14 MB, mostly zeros, in what a snapshot is made of."""

BALLAST_HEAP = 40_000_000
"""Bytes that a heap with the ballast has at least; Pyodide starts with 31,457,280."""


def override_module(page: Page, name: str, exports: str) -> None:
    """From now on a module arrives with these exports in place of its own of the same name."""

    def change(route: Route) -> None:
        route.fulfill(response=route.fetch(), body=_wrapped(f"{name}?real", exports))

    page.route(f"**/{name}", change)


def site_with(site: Path, folder: Path, name: str, exports: str) -> Path:
    """A copy of a built site in which a module of the worker has these exports in place of its own."""
    shutil.copytree(site, folder, copy_function=os.link)
    (module,) = folder.glob(f"runtime/*/{name}")
    real = module.with_name(f"real-{name}")
    module.rename(real)
    module.write_text(_wrapped(real.name, exports))
    return folder


def _wrapped(real: str, exports: str) -> str:
    """A module's own export wins over one of the same name that it passes on."""
    return f'export * from "./{real}"; import * as real from "./{real}";\n{exports}'
