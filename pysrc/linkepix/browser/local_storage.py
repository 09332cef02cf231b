"""localStorage, which workers do not have, as a mapping: a copy here, each change told to the page."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import TYPE_CHECKING, override

from linkepix.errors import UndeclaredNameError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping


class LocalStorageMirror(MutableMapping[str, str]):
    """`tell` takes a patch: key → new value, or None for a key that is gone. `tell_clear`: all are to go.

    Only names that the manifest declares are written: UndeclaredNameError for any other.
    """

    def __init__(
        self,
        declared: frozenset[str],
        tell: Callable[[dict[str, str | None]], None],
        tell_clear: Callable[[], None],
    ) -> None:
        self._declared = declared
        self._values: dict[str, str] = {}
        self._tell = tell
        self._tell_clear = tell_clear

    def replace_all(self, values: Mapping[str, str]) -> None:
        """The page's word: it is not told of it again."""
        self._values = dict(values)

    @override
    def __getitem__(self, key: str) -> str:
        return self._values[key]

    @override
    def __setitem__(self, key: str, value: str) -> None:
        if key not in self._declared:
            raise UndeclaredNameError(key)
        self._values[key] = value
        self._tell({key: value})

    @override
    def __delitem__(self, key: str) -> None:
        del self._values[key]
        self._tell({key: None})

    @override
    def clear(self) -> None:
        """Also what the page wrote since and never told of, such as its theme."""
        self._values.clear()
        self._tell_clear()

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    @override
    def __len__(self) -> int:
        return len(self._values)
