"""Markdown as an operator writes it."""

from __future__ import annotations

import pytest

from sitegen.markup import html_of


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("## What it is {#what}", '<h2 id="what">What it is</h2>'),
        ("## What it is", '<h2 id="what-it-is">What it is</h2>'),
        ("### *Über* uns & `du`", '<h3 id="uber-uns-du"><em>Über</em> uns &amp; <code>du</code></h3>'),
        ("## Notes {.small}", '<h2 id="notes" class="small">Notes</h2>'),
        ("# Note\n# Note", '<h1 id="note">Note</h1>\n<h1 id="note_1">Note</h1>'),
        ("# Note\n# Other {#note}", '<h1 id="note_1">Note</h1>\n<h1 id="note">Other</h1>'),
        ("# ???", '<h1 id="_1">???</h1>'),
    ],
)
def test_every_heading_has_an_id_of_its_own(markdown: str, html: str) -> None:
    assert html_of(markdown) == html


def test_code_keeps_its_signs_and_prose_gets_curly_ones() -> None:
    assert html_of("It's \"so\" -- `it's -- <h2>y</h2>`") == (
        "<p>It\N{RIGHT SINGLE QUOTATION MARK}s \N{LEFT DOUBLE QUOTATION MARK}so\N{RIGHT DOUBLE QUOTATION MARK} "
        "\N{EN DASH} <code>it's -- &lt;h2&gt;y&lt;/h2&gt;</code></p>"
    )


def test_a_table_is_a_table() -> None:
    assert "<th>a</th>" in html_of("| a | b |\n|---|---|\n| 1 | 2 |")
