"""Where sentences of a message begin and end, and what is left when one is removed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkepix.grounding.check import find_unsupported
from linkepix.grounding.findings import Fields, utf16_offset
from linkepix.grounding.sentences import sentences, without


def test_offsets_are_of_the_whole_text_and_can_be_counted_in_utf16() -> None:
    text = "Hi Ingrid 🚢,\n\nwe met Erik."
    name = find_unsupported(text, Fields(prospect=("Ingrid",)))[-1]
    assert text[name.start : name.end] == "Erik"
    assert text[name.sentence.start : name.sentence.end] == "we met Erik."
    assert utf16_offset(text, name.start) == name.start + 1


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("One. We met. Two.", "One. Two."),
        ("One. We met.", "One."),
        ("We met. Two.", "Two."),
        ("One.\n\nWe met.\n\nTwo.", "One.\n\nTwo."),
        ("One. We met.\nTwo.", "One.\nTwo."),
        ("One.\n\nWe met.", "One."),
        ("We met.", ""),
    ],
)
def test_a_removed_sentence_leaves_no_gap(text: str, left: str) -> None:
    finding = find_unsupported(text, Fields())[0]
    assert without(text, finding.sentence) == left


@pytest.mark.parametrize(
    "greeting",
    [
        "Hi Oluwaseun,",
        "Hi Dr. Vik,",
        "Hello,",
        "Hi there,",
        "Hey Ada \u2013",
        "Dear Ms Ahl,",
        "Dear Prof. Dr. van der Berg:",
        "Good morning Ada,",
        "Guten Tag Frau Ahl,",
        "Sehr geehrter Herr Dr. Vik,",
        "Liebe Ada,",
        "Hallo zusammen,",
        "Bonjour Hélène,",
        "Bonjour à tous,",
        "Chère Madame Roux,",
        "Cher Jean-Luc,",
        "Hola, Ximena:",
        "Estimada Sra. de la Cruz:",
        "Buenos días, Iñaki,",
        "Olá, João,",
        "Prezada Dra. Ana,",
        "Bom dia, Ana Paula,",
    ],
)
def test_the_greeting_that_a_removed_sentence_begins_with_stays(greeting: str) -> None:
    text = f"{greeting} we met in Oslo. I enjoyed it."
    assert without(text, sentences(text)[-2]) == f"{greeting} I enjoyed it."
    above = f"{greeting} we met in Oslo.\n\nI enjoyed it."
    assert without(above, sentences(above)[-2]) == f"{greeting}\n\nI enjoyed it."


@pytest.mark.parametrize(
    "first",
    [
        "Hi Oluwaseun,",
        "In Oslo, we met.",
        "Hello from Oslo, where we met.",
        "Dear to me is Oslo, where we met.",
        "Oi Oslo where we met.",
        "Carolina, we met.",
        "High Wycombe, we met.",
    ],
)
def test_a_sentence_that_only_greets_or_does_not_goes_as_a_whole(first: str) -> None:
    text = f"{first}\nI enjoyed it."
    assert without(text, sentences(text)[0]) == "I enjoyed it."


@given(st.text(alphabet="aB. \n!?1", max_size=200))
def test_sentences_hold_all_that_is_no_space(text: str) -> None:
    assert "".join("".join(span.of(text).split()) for span in sentences(text)) == "".join(text.split())
