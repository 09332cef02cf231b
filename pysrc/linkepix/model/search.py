"""The text by which a generation is found, and the words of a query, folded alike."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from linkepix.model.dates import written

if TYPE_CHECKING:
    from collections.abc import Sequence

    from linkepix.model.generation import Generation


A_PICTURE = "linkepix:picture"
"""In the text of each picture that was saved from the studio: "picture" finds them all."""


def search_text(generation: Generation) -> str:
    """Return name, company, role, date, reason and messages, or the name of a picture's file, folded."""
    prospect = generation.request.prospect
    texts = [f"{message.subject} {message.body} {message.follow_up}" for message in generation.messages]
    about = [prospect.name, prospect.call_by, prospect.company, prospect.role, prospect.why]
    about += [generation.file_name, A_PICTURE] if generation.is_picture else []
    return folded(" ".join([*about, generation.created[:10], written(generation.created), *texts]))


def words_of(query: str) -> tuple[str, ...]:
    return tuple(folded(query).split())


def matches(text: str, words: Sequence[str]) -> bool:
    """Tell whether a search text contains every word."""
    return all(word in text for word in words)


def folded(text: str) -> str:
    """Remove case and accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))
