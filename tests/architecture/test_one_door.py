"""Requests leave by one door: nothing is made in our package that could send one past the guard."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "pysrc/linkepix"
SOURCES = {str(path.relative_to(PACKAGE)): path.read_text() for path in sorted(PACKAGE.rglob("*.py"))}

OPENING = "open_transport"
"""What a platform supplies: it returns a transport, and whoever calls it hands that to the guard."""

DOORS = frozenset(
    {"FetchTransport", "AsyncClient", "Client", "AsyncHTTPTransport", "HTTPTransport", OPENING, f"_{OPENING}"}
)
REACHING = frozenset({"fetch", "XMLHttpRequest", "WebSocket", "EventSource", "sendBeacon", "pyfetch", "open_url"})
"""What a browser, or Pyodide, lets a worker send with."""


def called(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def made(source: str) -> set[str]:
    """Names of all that is called: a class that is called makes one of its kind."""
    return {called(node.func) for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)}


def unguarded(source: str) -> list[str]:
    """Calls that make a door, but for those that are handed to the guard, or made with what the guard was put into.

    A platform's `open_transport` may return one: calling it makes a door too.
    """
    tree = ast.parse(source)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    inside = {id(arg) for call in calls if called(call.func) == "GuardedTransport" for arg in call.args}
    opening = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == OPENING]
    inside |= {id(node.value) for one in opening for node in ast.walk(one) if isinstance(node, ast.Return)}
    doors = [call for call in calls if called(call.func) in DOORS and id(call) not in inside]
    return [ast.unparse(call) for call in doors if not is_guarded(call, tree)]


def is_guarded(call: ast.Call, tree: ast.Module) -> bool:
    """`AsyncClient(transport=name)`, where the name is bound to a GuardedTransport and to nothing else."""
    transports = [word.value for word in call.keywords if word.arg == "transport"]
    if called(call.func) != "AsyncClient" or not transports or not isinstance(transports[0], ast.Name):
        return False
    bound = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and any(called(target) == transports[0].id for target in node.targets)
    ]
    return bool(bound) and all(isinstance(one, ast.Call) and called(one.func) == "GuardedTransport" for one in bound)


def reaching(source: str) -> set[str]:
    """What is imported or used of the browser that can send."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in {"js", "pyodide"}:
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.Attribute):
            found.add(node.attr)
    return found & REACHING


@pytest.mark.parametrize("path", SOURCES)
def test_whatever_can_send_is_behind_the_guard(path: str) -> None:
    assert not unguarded(SOURCES[path])


def test_there_is_one_door() -> None:
    assert [path for path, source in SOURCES.items() if "FetchTransport" in made(source)] == ["browser/platform.py"]


def test_the_browser_s_fetch_is_used_by_the_transport_alone() -> None:
    assert {path for path, source in SOURCES.items() if reaching(source)} == {"browser/fetch_transport.py"}


@pytest.mark.parametrize(
    "line",
    [
        "client = httpx.AsyncClient()",
        "client = httpx.AsyncClient(transport=FetchTransport())",
        "guarded = FetchTransport()\nclient = httpx.AsyncClient(transport=guarded)",
        "guarded = GuardedTransport(inner, (), ledger)\nguarded = inner\nclient = AsyncClient(transport=guarded)",
        "httpx.Client().get('https://example.net')",
        "client = AsyncClient(transport=platform.open_transport())",
        "def open_transport():\n    FetchTransport().send()\n    return FetchTransport()",
    ],
)
def test_a_second_door_would_have_been_found(line: str) -> None:
    assert unguarded(line)


@pytest.mark.parametrize("line", ["from js import fetch as js_get", "js.navigator.sendBeacon('x')"])
def test_a_request_past_httpx_would_have_been_found(line: str) -> None:
    assert reaching(line)
