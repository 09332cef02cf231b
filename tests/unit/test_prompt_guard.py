"""The guard by itself, on prompts made by hand: each leak has a control beside it that passes."""

from __future__ import annotations

import pytest

from linkepix.errors import PromptLeakError
from linkepix.model.prospect import Prospect
from linkepix.prompts.guard import check_picture_prompt

CLEAN = "Cartoon illustration of an invented character. Occupation: head of logistics, Nordwind GmbH. No text."


@pytest.mark.parametrize(
    ("name", "leak"),
    [
        ("Ada Example", "A portrait of Ada in an office."),
        ("Ada Example", "Works for EXAMPLE Ltd."),
        ("Ada Example", "ADA\u2019s desk"),
        ("Ada Example", "a\u200bd\u00ada at work"),
        ("Ada Example", "\uff21\uff44\uff41 at work"),
        ("Ada Example", "(ada)"),
        ("Ada Example", "example-like"),
        ("Anne-Marie Muster", "Marie at work"),
        ("Anne-Marie Muster", "Annemarie at work"),
        ("Annemarie Muster", "Anne-Marie at work"),
        ("Sinéad O\u2019Example", "Sinead at work"),
        ("Sinead Example", "Sine\u0301ad at work"),
        ("Jörg Müller", "Mueller Ltd"),
        ("Joerg Mueller", "Müller GmbH"),
        ("Søren Ørsted", "Soren at work"),
        ("Łukasz Przykład", "Lukasz at work"),
        ("Kevin Groß", "GROSS at work"),
        ("Li Wei", "Li at work"),
        ("山田太郎", "山田太郎事務所の社長"),
        ("山田 太郎", "太郎の店"),
        ("李 明", "李明公司"),
        ("Ada Example", "AdaExample GmbH"),
        ("\u095e\u0930\u0939\u093e\u0928 अली", "अली काम पर"),
        ("김예시", "김예시는 일한다"),
        ("Жанна Примерова", "Жанна за столом"),
        ("ليلى حسن", "مكتب ليلى الجديد"),
        ("لَيْلَى حسن", "مكتب ليلى"),
        ("प्रिया उदाहरण", "प्रिया काम पर"),
    ],
)
def test_a_word_of_the_name_is_refused(name: str, leak: str) -> None:
    check_picture_prompt(CLEAN, Prospect(name=name))

    with pytest.raises(PromptLeakError):
        check_picture_prompt(f"{CLEAN} {leak}", Prospect(name=name))


@pytest.mark.parametrize(
    ("name", "prompt"),
    [
        ("Ada Example", "Adapted for examples"),
        ("Art Long", "Artwork with a longer line"),
        ("X A", "a x-ray"),
        ("", "Ada at work"),
        ("प्रिया", "प्रियंवदा काम पर"),
        ("!!! 🚀", "Ada at work 🚀"),
    ],
)
def test_parts_of_words_and_single_letters_pass(name: str, prompt: str) -> None:
    check_picture_prompt(prompt, Prospect(name=name))


@pytest.mark.parametrize(
    "leak",
    [
        "https://pictures.example/ada.jpg",
        "HTTP://EXAMPLE.ORG",
        "ftp://x",
        "www.example",
        "nordwind.example",
        "linkedin.com/in/somebody",
        "nordwind\uff0eexample",
        "somebody@nordwind.example",
        "somebody@localhost",
        "data:image/png;base64,iVBORw0KGgo=",
        "blob:https",
        "<img src=x>",
        "![portrait](x)",
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9",
    ],
)
def test_an_address_or_a_picture_is_refused(leak: str) -> None:
    prospect = Prospect(name="Zoë Muster")
    check_picture_prompt(CLEAN, prospect)

    with pytest.raises(PromptLeakError):
        check_picture_prompt(f"{CLEAN} {leak} {CLEAN}", prospect)


def test_the_error_does_not_repeat_what_leaked() -> None:
    with pytest.raises(PromptLeakError) as raised:
        check_picture_prompt("Zerlina at work", Prospect(name="Zerlina Muster"))

    assert "zerlina" not in str(raised.value).lower()
