"""What Python makes a browser keep: settings under names of `model/stores.py`, and no other keeper behind its back."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from sitegen.errors import BuildError
from sitegen.practices.schema import MANIFEST

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_KEEPERS = frozenset({"localStorage", "sessionStorage", "cookie", "cookieStore", "indexedDB", "getDirectory"})
"""A browser's own: `browser/` reaches the page's storage by the bridge, and IndexedDB by `openDB`."""

_WRITING = frozenset({"setdefault", "update", "__setitem__"})


def names_in_python(text: str, source: Path | str, known: set[str]) -> Iterator[tuple[str, str, int]]:
    """Where, name and line. `known` are the constants of `model/stores.py`. Raises BuildError for any other name."""
    if not any(word in text for word in ("store", "settings", "js_", "from js ")):
        return
    tree = ast.parse(text)
    for where, name in [*_settings(tree), *_opened(tree)]:
        if isinstance(name, ast.Constant) and isinstance(name.value, str):
            yield where, name.value, name.lineno
        elif not (isinstance(name, ast.Name) and name.id in known):
            raise BuildError(
                source, name.lineno, f"{ast.unparse(name)} is no name of model/stores.py; add one to a tuple there, "
                f"and its text to the names of a [[data.place]] in {MANIFEST}",
            )  # fmt: skip
    for line, keeper in _keepers(tree):
        raise BuildError(source, line, f"{keeper} keeps what no table of {MANIFEST} declares; use a store or a setting")


def _settings(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            handed_over = {arg.arg for arg in ast.walk(function.args) if isinstance(arg, ast.arg)} - _assigned(function)
            for key in _keys(function):
                if not (isinstance(key, ast.Name) and key.id in handed_over) and not _is_provider_key(key):
                    yield "local storage", key


def _keys(function: ast.AST) -> Iterator[ast.expr]:
    """Under what a store of settings is written, or what a function is given right after the store."""
    for node in ast.walk(function):
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store) and _is_settings(node.value):
            yield node.slice
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute) and node.func.attr in _WRITING and _is_settings(node.func.value):
                yield node.args[0] if node.args else node
            elif len(node.args) > 1 and _is_settings(node.args[0]) and _is_written_out(node.args[1]):
                yield node.args[1]


def _is_written_out(key: ast.expr) -> bool:
    """A text, or a constant: what else is given to a function need not be a name."""
    return isinstance(key, ast.Constant) or (isinstance(key, ast.Name) and key.id.isupper())


def _is_settings(node: ast.expr) -> bool:
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return name.lstrip("_") in {"store", "settings"}


def _is_provider_key(key: ast.expr) -> bool:
    """`f"key.{provider}"`: which ones there are stands in the registry."""
    start = key.values[0] if isinstance(key, ast.JoinedStr) else None
    return isinstance(start, ast.Constant) and str(start.value).startswith("key.")


def _assigned(function: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}


def _opened(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """What `openDB` and `caches.open` are given: a database's own stores stand in `STORES`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            if node.func.attr == "openDB":
                yield "IndexedDB", node.args[0]
            if node.func.attr == "open" and _called(node.func.value) == "caches":
                yield "cache", node.args[0]


def _keepers(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Name) and _called(node) in _KEEPERS and _is_of_the_browser(node):
            yield node.lineno, ast.unparse(node)
        if isinstance(node, ast.ImportFrom) and node.module == "js":
            yield from ((node.lineno, alias.name) for alias in node.names if alias.name in _KEEPERS)


def _is_of_the_browser(node: ast.expr) -> bool:
    """By its name: values from there are called `js_*`."""
    return ast.unparse(node).startswith(("js_", "self._js_", "js."))


def _called(node: ast.expr) -> str:
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
    return name.removeprefix("js_")
