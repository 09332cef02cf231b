"""Curly quotation marks, dashes and ellipses, by the rules of Python-Markdown's extension "smarty".

The extension tries each of its twenty rules on each text by way of the parser for emphasis, links and the like, which
takes as long as all the rest of Python-Markdown. Its rules only ever put text in the place of text: here they do so at
once, and only where there is a sign that one of them is about.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, cast, override

from markdown.extensions.smarty import SmartyExtension
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, STX, AtomicString

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from xml.etree.ElementTree import Element

    from markdown import Markdown
    from markdown.extensions.smarty import SubstituteTextPattern

type Rule = tuple[re.Pattern[str], Sequence[int | str]]
"""A pattern and what takes its place: texts, and numbers of groups."""

_CONCERNED = re.compile(r"['\"]|--|\.\.\.")
_PUT = re.compile(f"{STX}put:([0-9]+){ETX}")


class QuotesExtension(SmartyExtension):
    """The same rules, applied by `_Quotes`."""

    @override
    def extendMarkdown(self, md: Markdown) -> None:
        super().extendMarkdown(md)
        rules = cast("Iterable[SubstituteTextPattern]", self.inlinePatterns)
        quotes = _Quotes((rule.compiled_re, [_characters(part) for part in rule.replace]) for rule in rules)
        md.treeprocessors.register(quotes, "smarty", 6)


class _Quotes(Treeprocessor):
    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = tuple(rules)

    @override
    def run(self, root: Element) -> None:
        for element in root.iter():
            # The root's own text is what stands before the first block: nothing.
            if element.text and element is not root:
                element.text = self._educated(element.text)
            if element.tail:
                element.tail = self._educated(element.tail)

    def _educated(self, text: str) -> str:
        if isinstance(text, AtomicString) or not _CONCERNED.search(text):
            return text
        put: list[str] = []
        for pattern, replacement in self._rules:
            text = _substitute(text, pattern, replacement, put)
        return _PUT.sub(lambda found: put[int(found[1])], text)


def _substitute(text: str, pattern: re.Pattern[str], replacement: Sequence[int | str], put: list[str]) -> str:
    """What is put in is hidden from other rules, and looks to them as what Python-Markdown hides."""
    found = pattern.search(text)
    while found:
        hidden = f"{STX}put:{len(put)}{ETX}"
        put.append("".join(found[part] if isinstance(part, int) else part for part in replacement))
        text = text[: found.start()] + hidden + text[found.end() :]
        found = pattern.search(text, found.start() + len(hidden))
    return text


def _characters(part: int | str | Element) -> int | str:
    return part if isinstance(part, int) else unescape(str(part))
