"""Modules that no start needs: a zip of the site, which the worker fetches once and Python imports from."""

from __future__ import annotations

import importlib
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from pyodide.ffi import JsException

from linkepix.browser.bundled import TEMPLATES, find_templates_in
from linkepix.browser.host import js_host
from linkepix.errors import PartMissingError

if TYPE_CHECKING:
    from pyodide.ffi import JsBuffer

ARCHIVE = Path("/lib/modules.zip")
FETCH_MS = 70_000
"""Longer than worker.mjs gives the request."""


async def load_late_modules() -> None:
    """Make importable what `late` in sitegen/pyodide/bundle.toml lists. Raises PartMissingError.

    It may be called again; what is there is not fetched again.
    """
    if not _is_there():
        try:
            js_archive: JsBuffer = await js_host.within(FETCH_MS, js_host.modules())
        except JsException as error:
            raise PartMissingError(str(error)) from error
        _install(js_archive.to_bytes())


def _is_there() -> bool:
    return ARCHIVE.exists()


def _install(data: bytes) -> None:
    """Have each package that the archive has modules of look for them there, too, those around it first; and templates.

    Of two that were fetched at the same time, one is enough.
    """
    if _is_there():
        return
    ARCHIVE.write_bytes(data)
    with zipfile.ZipFile(ARCHIVE) as archive:
        folders = {name.rpartition("/")[0] for name in archive.namelist()}
    find_templates_in(str(ARCHIVE))
    for folder in sorted(folders - {TEMPLATES}):
        package = importlib.import_module(folder.replace("/", "."))
        package.__path__.append(f"{ARCHIVE}/{folder}")
