"""Markdown that reads like a handbook's pages, from a number: the same number, the same words."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

SECTIONS = 4
PARAGRAPHS = 2
SENTENCES = 3

THINGS = (
    "letter", "picture", "reader", "folder", "template", "draft", "signal", "margin", "ledger", "worker", "fragment",
    "heading", "archive", "schedule", "parcel", "harbour", "lantern", "garden", "workshop", "bridge", "notebook",
)  # fmt: skip
KINDS = (
    "short", "careful", "quiet", "second", "printed", "shared", "early", "plain", "heavy", "finished", "missing",
    "familiar", "northern", "narrow", "patient", "bright",
)  # fmt: skip
DEEDS = (
    "keeps", "follows", "replaces", "describes", "carries", "measures", "opens", "outlasts", "explains", "returns",
    "collects", "answers", "divides", "joins",
)  # fmt: skip
TURNS = (
    "before the week is over", "without asking twice", "as long as nobody minds", "when the light is good",
    "in the order of arrival", "for a reason of its own", "whatever the weather", "more often than not",
)  # fmt: skip
SHAPES = (
    "The {kind} {thing} {deed} the {other} {turn}.",
    "A {thing} that {deed} every {other} is a *{kind}* one.",
    "It doesn't matter which {other} comes first -- the {kind} {thing} {deed} it {turn}.",
    "Where no {thing} is {kind}, another {deed} the {other}; see [the {other}]({link}).",
    'Nobody said "{kind}" of the {thing}, yet it **{deed}** the {other} {turn}.',
    "Write `{thing}.{other}` and the {kind} side {deed} it {turn}.",
)  # fmt: skip


class Prose:
    """Words for one page. `links` are addresses of other pages, which its sentences refer to."""

    def __init__(self, seed: str, links: Sequence[str]) -> None:
        self._random = Random(seed)  # noqa: S311 - words, not secrets
        self._links = links

    def title(self) -> str:
        kind, thing, other = self._one(KINDS), self._one(THINGS), self._one(THINGS)
        return f"The {kind} {thing} and the {other}"

    def plain(self) -> str:
        """A sentence without a mark in it."""
        return f"Why the {self._one(KINDS)} {self._one(THINGS)} {self._one(DEEDS)} the {self._one(THINGS)}."

    def sentence(self) -> str:
        return self._one(SHAPES).format(
            kind=self._one(KINDS),
            thing=self._one(THINGS),
            other=self._one(THINGS),
            deed=self._one(DEEDS),
            turn=self._one(TURNS),
            link=self._one(self._links),
        )

    def body(self) -> str:
        """Sections of paragraphs; a list, a table, a piece of code or an aside in each; and a footnote."""
        extras = (self._list, self._table, self._code, self._aside)
        sections = (self._section(number, extras[number % len(extras)]()) for number in range(SECTIONS))
        return "\n\n".join([f"{self._paragraph()}[^1]", *sections, f"[^1]: {self.sentence()}"]) + "\n"

    def _section(self, number: int, extra: str) -> str:
        level = "##" if number % 2 == 0 else "###"
        paragraphs = (self._paragraph() for _ in range(PARAGRAPHS))
        return "\n\n".join([f"{level} {self.title()}", *paragraphs, extra])

    def _paragraph(self) -> str:
        return " ".join(self.sentence() for _ in range(SENTENCES))

    def _list(self) -> str:
        mark = self._one(("- ", "1. "))
        return "\n".join(mark + self.sentence() for _ in range(4))

    def _table(self) -> str:
        rows = (f"| {self._one(THINGS)} | {self._one(KINDS)} | {self._random.randint(1, 99)} |" for _ in range(4))
        return "\n".join(["| Thing | Kind | Number |", "|---|---|--:|", *rows])

    def _code(self) -> str:
        lines = (f"{self._one(THINGS)} = {self._one(DEEDS)}({self._one(THINGS)}, {n})" for n in range(4))
        return "\n".join(["```python", *lines, "```"])

    def _aside(self) -> str:
        return f"!!! note\n    {self.sentence()}"

    def _one(self, of: Sequence[str]) -> str:
        return self._random.choice(of)
