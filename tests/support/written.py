"""What the writer makes of the invented people in tests/data/writing: `python -m tests.support.written` writes it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import FileSystemLoader

from linkepix.model.channel import CHANNELS
from linkepix.model.company import Company
from linkepix.model.prospect import Prospect
from linkepix.web.templating import environment
from linkepix.writing.brief import Brief
from linkepix.writing.compose import compose
from linkepix.writing.language import language_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import Environment

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "tests/data/writing"
CASES = tomllib.loads((FOLDER / "cases.toml").read_text(encoding="utf-8"))
SENDERS = {row["id"]: Company(**{key: row[key] for key in row if key != "id"}) for row in CASES["sender"]}
PEOPLE = [
    (Prospect(**{key: row[key] for key in row if key != "sender"}), SENDERS[row["sender"]]) for row in CASES["prospect"]
]
VARIANTS = {"direct-message": 2, "email": 2}
"""How many are written for a channel; one for the others."""


def briefs(company: Company, prospect: Prospect) -> Iterator[Brief]:
    for channel in CHANNELS:
        for variant in range(VARIANTS.get(channel.id, 1)):
            yield Brief(prospect, company, channel, variant=variant)


def files(templates: Environment) -> dict[str, str]:
    """Text by name of file, one file for each language."""
    texts: dict[str, list[str]] = {}
    for prospect, company in PEOPLE:
        texts.setdefault(language_of(company.language).code, []).append(_page(templates, prospect, company))
    return {f"{code}.txt": "\n".join(pages) for code, pages in texts.items()}


def _page(templates: Environment, prospect: Prospect, company: Company) -> str:
    lines = [f"######## {prospect.name}, {prospect.role or '?'}, {prospect.company or '?'}; from {company.name}"]
    composed = [(brief, compose(templates, brief)) for brief in briefs(company, prospect)]
    lines += [f"# {note.use}: {note.text}" for note in composed[-1][1].notes]
    for brief, one in composed:
        message = one.message
        lines.append(f"---- {brief.channel.id} {brief.variant + 1}")
        lines += [f"Subject: {message.subject}"] * bool(message.subject)
        lines.append(message.body)
        lines += ["==", message.follow_up] * bool(message.follow_up)
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    for name, text in files(environment(FileSystemLoader(ROOT / "templates"))).items():
        (FOLDER / name).write_text(text, encoding="utf-8")
