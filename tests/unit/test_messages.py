"""Variants as one text, and back: also from models that stray from the form."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkepix.model.generation import Message
from linkepix.model.messages import format_messages, parse_messages

WORDS = st.text(st.characters(categories=["Ll", "Lu", "Lo"]), min_size=1, max_size=12)
LINES = st.lists(WORDS, min_size=2, max_size=6).map(" ".join)
BODIES = st.lists(LINES, min_size=1, max_size=4).map("\n\n".join)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.builds(Message, BODIES, LINES), max_size=3).map(tuple))
def test_messages_with_subjects_come_back_as_they_were(messages: tuple[Message, ...]) -> None:
    assert parse_messages(format_messages(messages), with_subject=True) == messages


@settings(deadline=None, max_examples=100)
@given(st.lists(st.builds(Message, BODIES), max_size=3).map(tuple))
def test_messages_without_subjects_come_back_as_they_were(messages: tuple[Message, ...]) -> None:
    assert parse_messages(format_messages(messages), with_subject=False) == messages


@pytest.mark.parametrize("line", ["---", "-----", "  ---  ", "***", "___"])
def test_variants_are_parted_by_any_rule(line: str) -> None:
    assert parse_messages(f"One.\n\n{line}\n\nTwo.", with_subject=False) == (Message("One."), Message("Two."))


def test_a_hyphen_inside_a_line_parts_nothing() -> None:
    assert parse_messages("One --- and the same.", with_subject=False) == (Message("One --- and the same."),)


@pytest.mark.parametrize("heading", ["Variant 1:", "**Variant 2**", "## Version 3", "Option 1 -"])
def test_a_heading_over_a_variant_is_not_part_of_it(heading: str) -> None:
    assert parse_messages(f"{heading}\nHello Ada.", with_subject=False) == (Message("Hello Ada."),)


@pytest.mark.parametrize("line", ["Subject: Routes", "**Subject:** Routes", "subject : Routes", 'Subject: "Routes"'])
def test_a_subject_is_known_however_it_is_dressed(line: str) -> None:
    assert parse_messages(f"{line}\n\nHello.", with_subject=True) == (Message("Hello.", "Routes"),)


def test_a_subject_is_dropped_where_the_channel_has_none() -> None:
    assert parse_messages("Subject: Routes\n\nHello.", with_subject=False) == (Message("Hello."),)


def test_a_message_without_its_subject_is_kept() -> None:
    assert parse_messages("Hello.", with_subject=True) == (Message("Hello."),)


@pytest.mark.parametrize("text", ["", " \n ", "---", "---\n\n---\n"])
def test_a_text_without_words_is_no_message(text: str) -> None:
    assert parse_messages(text, with_subject=True) == ()


def test_the_word_subject_inside_a_message_stays() -> None:
    body = "Hello.\nSubject: to your approval we start in May."

    assert parse_messages(body, with_subject=True) == (Message(body),)


def test_a_text_in_a_code_fence_is_read_as_if_it_had_none() -> None:
    assert parse_messages("```text\nSubject: Hi\n\nBody\n```", with_subject=True) == (Message("Body", "Hi"),)


def test_a_subject_keeps_its_own_opening_mark() -> None:
    assert parse_messages("Subject: ¿Qué tal?\n\nHola", with_subject=True)[0].subject == "¿Qué tal?"


def test_a_text_that_is_only_a_subject_line_is_kept() -> None:
    assert parse_messages("Subject: all that there is", with_subject=True)


@pytest.mark.parametrize(
    ("line", "subject"), [("Subject: A question about 0*", "A question about 0*"), ("Subject: **Routes**", "Routes")]
)
def test_a_sign_at_the_end_of_a_subject_is_its_own_unless_one_was_opened(line: str, subject: str) -> None:
    assert parse_messages(f"{line}\n\nHello.", with_subject=True) == (Message("Hello.", subject),)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.builds(Message, BODIES, st.just(""), BODIES), max_size=3).map(tuple))
def test_messages_of_two_steps_come_back_as_they_were(messages: tuple[Message, ...]) -> None:
    assert parse_messages(format_messages(messages), with_subject=False, with_follow_up=True) == messages


def test_a_model_that_writes_one_step_only_is_read_all_the_same() -> None:
    assert parse_messages("Hi.", with_subject=False, with_follow_up=True) == (Message("Hi."),)


def test_steps_beyond_the_second_are_part_of_it() -> None:
    told = parse_messages("Hi.\n===\nThanks.\n===\nBye.", with_subject=False, with_follow_up=True)
    assert told == (Message("Hi.", follow_up="Thanks.\n\nBye."),)


def test_a_line_of_equals_signs_parts_nothing_where_there_is_one_step() -> None:
    assert parse_messages("Hi.\n===\nThanks.", with_subject=False) == (Message("Hi.\n===\nThanks."),)
