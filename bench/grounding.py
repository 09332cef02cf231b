"""How well the check of a message against its fields finds what no field supports, on labelled sentences.

A sentence is found where it has a finding, as it is the sentence that a visitor may remove. By kind: a label is found
where a finding overlaps it or makes the same claim about the sentence; a finding is right where it overlaps a label, or
is a claim in a sentence that has a label. The rules were written against the sentences that are not held out.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bench.results import Table
from bench.sites import ROOT
from linkepix.grounding.check import find_unsupported
from linkepix.grounding.findings import Fields, Span
from linkepix.reading.lexicon import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from linkepix.grounding.findings import Finding

SENTENCES = ROOT / "tests/data/grounding.json"
LEXICON = ROOT / "tests/data/lexicon_of_grounding.json"
"""What the built lexicon says of capitalised words of the sentences."""
FACTS = frozenset({"name", "number", "date"})
SENTENCE = "sentence"
PARTS = ((False, "written against"), (True, "held out"))
NOTE = (
    "Sentences written for this, in five languages, of invented people. The rules were written against one part; the"
    " other was held out. By kind, counts are small."
)


@dataclass(slots=True)
class Tally:
    """Counts by kind: the label's kind for what is labelled, the finding's for what is found."""

    labelled: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    recalled: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)

    def recall(self, kinds: Iterable[str]) -> float:
        return _share(self.recalled, self.labelled, kinds)

    def precision(self, kinds: Iterable[str]) -> float:
        return _share(self.right, self.found, kinds)

    @property
    def kinds(self) -> list[str]:
        return sorted((self.labelled | self.found).keys() - {SENTENCE})


def measure_grounding() -> Table:
    """Precision and recall of both parts: of sentences, of names, numbers and dates, and of each kind."""
    rows: list[tuple[str, ...]] = []
    for held_out, part in PARTS:
        tally = tally_of(held_out=held_out)
        rows.append((f"Sentences, {part}", *figure(tally, [SENTENCE])))
        rows.append((f"Names, numbers and dates, {part}", *figure(tally, FACTS)))
        rows += [(f"{kind}, {part}", *figure(tally, [kind])) for kind in tally.kinds]
    return Table("What no field supports", NOTE, ("What", "Labelled", "Precision", "Recall"), tuple(rows))


def print_grounding(table: Table) -> None:
    print(f"\n{table.title}: labelled, precision, recall")
    for what, *measured in table.rows:
        print("  ", *(f"{value:>6}" for value in measured), f" {what}")


def tally_of(*, held_out: bool) -> Tally:
    data = json.loads(SENTENCES.read_text())
    kinds = kinds_of_words()
    tally = Tally()
    for row in data["sentences"]:
        if row["held_out"] == held_out:
            fields = Fields(**fields_of(data["fields"][row["fields"]]))
            found = find_unsupported(row["text"], fields, lambda word: kinds.get(fold(word), frozenset()))
            count(tally, labels_of(row), found)
    return tally


def kinds_of_words() -> dict[str, frozenset[str]]:
    listed = json.loads(LEXICON.read_text())
    return {word: frozenset(kinds.split()) for kinds, words in listed.items() for word in words.split(", ")}


def fields_of(row: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    *about, notes = row["prospect"]
    return {
        "prospect": tuple(about),
        "notes": (notes,),
        "offer": tuple(row["offer"]),
        "sender": tuple(row["sender"]),
    }


def labels_of(row: dict[str, Any]) -> list[tuple[str, Span]]:
    starts = ((label, row["text"].index(label["words"])) for label in row["doubtful"])
    return [(label["kind"], Span(start, start + len(label["words"]))) for label, start in starts]


def count(tally: Tally, labels: Sequence[tuple[str, Span]], findings: Sequence[Finding]) -> None:
    both = bool(labels and findings)
    tally.labelled[SENTENCE] += bool(labels)
    tally.found[SENTENCE] += bool(findings)
    tally.recalled[SENTENCE] += both
    tally.right[SENTENCE] += both
    claims = {finding.kind for finding in findings} - FACTS
    for kind, span in labels:
        tally.labelled[kind] += 1
        tally.recalled[kind] += kind in claims or any(finding.span.overlaps(span) for finding in findings)
    for finding in findings:
        is_claim = bool(labels) and finding.kind not in FACTS
        tally.found[finding.kind] += 1
        tally.right[finding.kind] += is_claim or any(finding.span.overlaps(span) for _, span in labels)


def _share(part: Counter[str], whole: Counter[str], kinds: Iterable[str]) -> float:
    chosen = list(kinds)
    total = sum(whole[kind] for kind in chosen)
    return sum(part[kind] for kind in chosen) / total if total else 1.0


def figure(tally: Tally, kinds: Iterable[str]) -> tuple[str, str, str]:
    chosen = list(kinds)
    labelled = sum(tally.labelled[kind] for kind in chosen)
    return str(labelled), f"{tally.precision(chosen):.2f}", f"{tally.recall(chosen):.2f}"


if __name__ == "__main__":
    print_grounding(measure_grounding())
