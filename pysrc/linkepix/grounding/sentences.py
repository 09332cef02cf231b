"""Where sentences begin and end, and how one is taken out."""

from __future__ import annotations

import re

from linkepix.grounding.findings import Span

# A stop ends a sentence unless it belongs to an abbreviation, an initial, or a German ordinal ("am 3. Mai").
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+(?=\s)|[。！？]++|\n++")  # noqa: RUF001 - Chinese and Japanese stops
_ABBREVIATION = re.compile(
    r"(?:\b(?:Dr|Prof|Mr|Mrs|Ms|St|Sr|Sra|Dra|Herr|Fr|Ing|Dipl|No|Nr|Inc|Ltd|Co|vs|etc|e\.g|i\.e|approx|ca|bzw|z\.\s?B|p\.\s?ex)"
    r"|\b\w|\b\d{1,2})$"
)
_LOOK_BACK = 12
_GREETING = re.compile(
    # What greets, in English, German, French, Spanish and Portuguese.
    r"(?i:hi|hello|hey|dear|greetings|good (?:morning|afternoon|evening|day)"
    r"|hallo|guten (?:tag|morgen|abend)|liebe[rs]?|sehr geehrte[rs]?|werte[rs]?|moin|servus|grüß gott|grüezi"
    r"|bonjour|bonsoir|salut|ch[eè]re?s?"
    r"|hola|buenos días|buen día|buenas(?: tardes| noches)?|estimad[oa]s?|apreciad[oa]s?|querid[oa]s?"
    r"|olá|oi|bom dia|boa (?:tarde|noite)|car[oa]s?|prezad[oa]s?)"
    # Whom: words with a capital, a particle between them, or all that read it.
    r"(?:,?[ \u00a0](?:there|all|everyone|everybody|team|folks|zusammen|allerseits|pessoal"
    r"|(?:à|a) (?:tous|toutes|todos|todas)"
    r"|(?!(?:I|Ich|Je|Yo|Eu|We|Wir|Nous|Our|Your|You)\b)[^\W\d_a-z][^\s,:;!?]{0,30}"
    r"|(?:mr|mrs|ms|dr|prof|sr|sra|dra|m|mme|mlle|frau|herrn?|madame|monsieur|señora?|senhora?|don|doña|dona)\.?"
    r"|de|del|la|las|los|le|da|das|do|dos|di|du|der|den|van|von|vom|zu|ten|ter|al|el|bin|e|y|et|und|and)){0,6}"
    r"[ \u00a0\u202f]?[,:!–—-][ \u00a0]+(?=\S)"  # noqa: RUF001 - a dash too
)


def sentences(text: str) -> tuple[Span, ...]:
    """Sentences without the space around them. A line end ends a sentence too."""
    found: list[Span] = []
    start = 0
    for match in _END.finditer(text):
        if match[0][0] == "." and _ABBREVIATION.search(text[max(0, match.start() - _LOOK_BACK) : match.start()]):
            continue
        found.append(_trimmed(text, start, match.end()))
        start = match.end()
    found.append(_trimmed(text, start, len(text)))
    return tuple(span for span in found if span.start < span.end)


def without(text: str, sentence: Span) -> str:
    """Take a sentence out: no double space stays, no empty line more than there was, none at the ends."""
    removed = removal(text, sentence)
    return text[: removed.start] + text[removed.end :]


def removal(text: str, sentence: Span) -> Span:
    """What has to go so that a sentence leaves no gap: with it the space after it, or before it at a line's end.

    A greeting that the sentence begins with, "Hi Ada, ", stays.
    """
    start, end = _behind_greeting(text, sentence), sentence.end
    end = _skip(text, end, " \t")
    line_starts = start == 0 or text[start - 1] == "\n"
    line_ends = end == len(text) or text[end] == "\n"
    if line_ends and not line_starts:
        start = _skip_back(text, start, " \t")
    elif line_ends:
        end = _skip(text, end, "\n")
        if end == len(text):
            start = _skip_back(text, start, "\n ")
    return Span(start, end)


def _behind_greeting(text: str, sentence: Span) -> int:
    found = _GREETING.match(text, sentence.start, sentence.end)
    return found.end() if found else sentence.start


def _skip(text: str, position: int, characters: str) -> int:
    while position < len(text) and text[position] in characters:
        position += 1
    return position


def _skip_back(text: str, position: int, characters: str) -> int:
    while position and text[position - 1] in characters:
        position -= 1
    return position


def _trimmed(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return Span(start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()))
