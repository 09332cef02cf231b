"""What Python makes a browser keep: settings under names of `model/stores.py`, and no other keeper behind its back."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from sitegen.errors import BuildError
from sitegen.practices.schema import MANIFEST

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_KEEPERS = frozenset({"localStorage", "sessionStorage", "cookie", "cookieStore", "indexedDB", "getDirectory"})
"""A browser's own: `browser/` reaches the page's storage by the bridge, and IndexedDB by `openDB`."""

_WRITING = frozenset({"setdefault", "update", "__setitem__"})

_WORTH_PARSING = (
    *(f"{name}{sign}" for name in ("store", "settings") for sign in ("[", *(f".{how}(" for how in _WRITING))),
    *_KEEPERS - {"cookie"}, "js_document", "openDB", "caches",
)  # fmt: skip
_GIVEN_A_NAME = re.compile(r"(?:store|settings), [A-Z\"']")
"""One of these is in a module that keeps something. Most have none, and parsing is what takes the time."""


def may_keep(text: str) -> bool:
    return any(words in text for words in _WORTH_PARSING) or _GIVEN_A_NAME.search(text) is not None


def names_in_python(text: str, source: Path | str, known: set[str]) -> Iterator[tuple[str, str, int]]:
    """Where, name and line. `known` are the constants of `model/stores.py`. Raises BuildError for any other name."""
    nodes = list(ast.walk(ast.parse(text)))
    for where, name in [*_settings(nodes), *_opened(nodes)]:
        if isinstance(name, ast.Constant) and isinstance(name.value, str):
            yield where, name.value, name.lineno
        elif not (isinstance(name, ast.Name) and name.id in known):
            problem = f"{ast.unparse(name)} is no name of model/stores.py; add one to a tuple there"
            raise BuildError(source, name.lineno, f"{problem}, and its text to a [[data.place]] in {MANIFEST}")
    for line, keeper in _keepers(nodes):
        raise BuildError(source, line, f"{keeper} keeps what no table of {MANIFEST} declares; use a store or a setting")


def _settings(nodes: list[ast.AST]) -> Iterator[tuple[str, ast.expr]]:
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    for key in _keys(nodes):
        around = [one for one in functions if one.lineno <= key.lineno <= (one.end_lineno or one.lineno)]
        if not _is_provider_key(key) and not (around and _is_handed_over(key, around[-1])):
            yield "local storage", key


def _keys(nodes: list[ast.AST]) -> Iterator[ast.expr]:
    """Under what a store of settings is written, or what a function is given right after the store."""
    for node in nodes:
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store) and _is_settings(node.value):
            yield node.slice
        if isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute) and node.func.attr in _WRITING and _is_settings(node.func.value):
                yield node.args[0] if node.args else node
            elif len(node.args) > 1 and _is_settings(node.args[0]) and _is_written_out(node.args[1]):
                yield node.args[1]


def _is_handed_over(key: ast.expr, function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """A parameter that stays what it was given as: whoever gives it is looked at."""
    parameters = {arg.arg for arg in ast.walk(function.args) if isinstance(arg, ast.arg)}
    return isinstance(key, ast.Name) and key.id in parameters - _assigned(function)


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


def _opened(nodes: list[ast.AST]) -> Iterator[tuple[str, ast.expr]]:
    """What `openDB` and `caches.open` are given: a database's own stores stand in `STORES`."""
    for node in nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            if node.func.attr == "openDB":
                yield "IndexedDB", node.args[0]
            if node.func.attr == "open" and _called(node.func.value) == "caches":
                yield "cache", node.args[0]


def _keepers(nodes: list[ast.AST]) -> Iterator[tuple[int, str]]:
    for node in nodes:
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
