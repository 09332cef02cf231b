"""Files that the application reads at run time: templates and the manifest of data practices.

For the command line and the REST host; a browser has them in its bundle.

A wheel carries them inside the package (`[tool.hatch.build.targets.wheel.force-include]` in pyproject.toml); a checkout
has them in its own folders, where an operator edits them.
"""

from __future__ import annotations

from pathlib import Path

import linkepix

_PACKAGE = Path(linkepix.__file__).parent
_CHECKOUT = _PACKAGE.parents[1]


def templates_folder() -> Path:
    """Return the folder of the Jinja templates."""
    return _first(_PACKAGE / "templates", _CHECKOUT / "templates")


def manifest_file() -> Path:
    """Return the path of `data-practices.toml`."""
    return _first(_PACKAGE / "data/data-practices.toml", _CHECKOUT / "content/data-practices.toml")


def _first(*paths: Path) -> Path:
    """Return the first path that exists. Raises FileNotFoundError."""
    for path in paths:
        if path.exists():
            return path
    raise FileNotFoundError(paths[0])
