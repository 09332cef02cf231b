"""Markdown as an operator writes it, and what a reader then sees."""

from __future__ import annotations

from html import unescape
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from selectolax.lexbor import LexborHTMLParser

from sitegen.errors import MarkupError
from sitegen.markup import EXTENSIONS, html_of
from tests.build.conftest import files_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from sitegen.project import Project


def seen(markdown: str) -> LexborHTMLParser:
    return LexborHTMLParser(html_of(dedent(markdown)))


def words(tree: LexborHTMLParser, selector: str) -> list[str]:
    """Text of each element that matches, with one space where there was any."""
    return [" ".join(node.text().split()) for node in tree.css(selector)]


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("## What it is {#what}", '<h2 id="what">What it is</h2>'),
        ("## What it is", '<h2 id="what-it-is">What it is</h2>'),
        ("### *Über* uns & `du`", '<h3 id="uber-uns-du"><em>Über</em> uns &amp; <code>du</code></h3>'),
        ("## Notes {.small}", '<h2 class="small" id="notes">Notes</h2>'),
        ("# Note\n# Note", '<h1 id="note">Note</h1>\n<h1 id="note_1">Note</h1>'),
        ("# Note\n# Other {#note}", '<h1 id="note_1">Note</h1>\n<h1 id="note">Other</h1>'),
        ("# ???", '<h1 id="_1">???</h1>'),
        ("## It's so", '<h2 id="its-so">It\N{RIGHT SINGLE QUOTATION MARK}s so</h2>'),
    ],
)
def test_every_heading_has_an_id_of_its_own(markdown: str, html: str) -> None:
    assert html_of(markdown) == html


def test_code_keeps_its_signs_and_prose_gets_curly_ones() -> None:
    (line,) = words(seen("It's \"so\" -- `it's -- <h2>y</h2>`..."), "p")
    assert line == (
        "It\N{RIGHT SINGLE QUOTATION MARK}s \N{LEFT DOUBLE QUOTATION MARK}so\N{RIGHT DOUBLE QUOTATION MARK} "
        "\N{EN DASH} it's -- <h2>y</h2>\N{HORIZONTAL ELLIPSIS}"
    )


PUBLISHED = Markdown(extensions=[*EXTENSIONS, "smarty"], output_format="html")
PIECES = (
    *(
        "'",
        '"',
        "--",
        "---",
        "...",
        "-",
        ".",
        " ",
        "\n",
        "a",
        "80s",
        "s ",
        "&nbsp;",
        "&mdash;",
        "&",
        "\N{EN DASH}",
        "1",
    ),
    *(
        "*",
        "**",
        "`",
        "\\'",
        '\\"',
        "(",
        "[",
        "](/x)",
        "<b>",
        "</b>",
        "!",
        ",",
        "_",
        "\N{LATIN SMALL LETTER E WITH ACUTE}",
    ),
)


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_quotation_marks_are_those_of_python_markdown_s_own_extension(markdown: str) -> None:
    assert unescape(html_of(markdown)) == unescape(PUBLISHED.reset().convert(markdown))


TABLE = """
    | Thing | Kind | Number |
    |:------|:----:|-------:|
    | card  | *one* | 12 |
    | stamp | `a|b` | 3 {: .total } |
    """


def test_a_table_has_a_head_and_rows() -> None:
    table = seen(TABLE)
    assert words(table, "thead th") == ["Thing", "Kind", "Number"]
    assert words(table, "tbody td") == ["card", "one", "12", "stamp", "a|b", "3"]


def test_cells_are_aligned_by_classes_that_the_style_sheet_knows(fork: Project, rebuild: Callable[[], object]) -> None:
    """The pages' own policy refuses inline styles."""
    table = seen(TABLE)
    assert words(table, ".align-left") == ["Thing", "card", "stamp"]
    assert words(table, ".align-center") == ["Kind", "one", "a|b"]
    assert words(table, ".align-right") == ["Number", "12", "3"]
    assert words(table, ".total.align-right") == ["3"]
    assert not table.css("[style], [align]")
    rebuild()
    (sheet,) = (text.decode() for path, text in files_of(fork.output).items() if "pages." in path)
    assert ".align-center { text-align: center" in sheet
    assert ".align-right { text-align: right" in sheet


def test_fenced_code_is_as_it_was_typed() -> None:
    code = seen('```python\nif x < "a":\n\n    *y* -- [TOC]\n```')
    assert [node.text() for node in code.css("pre code.language-python")] == ['if x < "a":\n\n    *y* -- [TOC]\n']


def test_a_footnote_and_its_reference_lead_to_each_other() -> None:
    page = seen("Said[^who] and done.\n\n[^who]: By *them*.\n\n    Twice.")
    (reference,), (note,) = page.css("p sup"), page.css(".footnote li")
    assert reference.text() == "1"
    assert note.text().split() == ["By", "them.", "Twice.", "↩"]
    assert [link.attributes["href"] for link in reference.css("a")] == [f"#{note.id}"]
    assert [link.attributes["href"] for link in note.css("a")] == [f"#{reference.id}"]


def test_a_definition_list_has_terms_and_definitions() -> None:
    page = seen("Card\n: A picture.\n: A message.\n\nRack\n: Where cards are.")
    assert words(page, "dl > dt") == ["Card", "Rack"]
    assert words(page, "dl > dd") == ["A picture.", "A message.", "Where cards are."]


def test_anything_can_have_an_id_and_classes() -> None:
    page = seen("First.\n{: #first .lead }\n\nA [link](/){: .quiet } here.")
    assert words(page, "p#first.lead") == ["First."]
    assert words(page, "a.quiet") == ["link"]


def test_an_admonition_has_a_title_and_a_body() -> None:
    page = seen('!!! warning "Mind the gap"\n    It is *wide*.\n\n    - and deep\n\n!!! note\n    Aside.\n\nAfter.')
    assert words(page, ".admonition > .admonition-title") == ["Mind the gap", "Note"]
    assert words(page, ".admonition.warning > :not(.admonition-title)") == ["It is wide.", "and deep"]
    assert words(page, "body > p") == ["After."]


def test_a_table_of_contents_links_to_every_heading() -> None:
    page = seen("[TOC]\n\n## One\n\n### *Two* & a half\n\n## Three {#drei}\n\nText.")
    links = page.css(".toc a")
    assert [link.text() for link in links] == ["One", "Two & a half", "Three"]
    assert [link.attributes["href"] for link in links] == [f"#{node.id}" for node in page.css("h2, h3")]
    assert words(page, ".toc > ul > li > ul > li") == ["Two & a half"]
    assert "[TOC]" not in (page.text() or "")


def test_a_list_of_another_kind_is_another_list() -> None:
    page = seen("3. three\n4. four\n\n\n- dash")
    assert words(page, "ol[start='3'] > li") == ["three", "four"]
    assert words(page, "ul > li") == ["dash"]


def test_nothing_of_one_page_is_left_in_the_next() -> None:
    first = "Said[^a].\n\n## Note\n\n[x]\n\n[^a]: By them.\n[x]: /there/"
    assert html_of(first) == html_of(first)
    assert html_of("Said[^a].\n\n[x]") == "<p>Said[^a].</p>\n<p>[x]</p>"


def test_what_cannot_be_rendered_is_an_error_with_a_reason() -> None:
    with pytest.raises(MarkupError, match="recursion"):
        html_of("\n".join("    " * depth + "- a" for depth in range(400)))
