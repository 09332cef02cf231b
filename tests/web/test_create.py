"""Create, as HTML: the form, what leaves the device, the run."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING

import httpx
import pytest

from linkepix import errors
from linkepix.errors import LinkepixError, StorageFullError
from linkepix.web.forms import create_form, mark_of, values_of
from tests.web.conftest import PROSPECT

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.web.conftest import Visitor

PASTE = "Ada Example\nHead of Logistics at Nordwind GmbH\nHamburg, Germany"
WITH_OPENAI = PROSPECT | {"picture_by": "openai", "picture_by_was": "openai", "message_by": "openai"}


UNTOUCHED = values_of(create_form({}))


def value_of(html: str, name: str) -> str:
    """What the named input holds."""
    found = re.search(rf'<input id="{name}" name="{name}" value="([^"]*)"', html)
    assert found, f"no input called {name}"
    return found[1]


def test_details_are_filled_in_from_the_paste(visitor: Visitor) -> None:
    html = visitor.post("create/read", {"about": PASTE})
    assert value_of(html, "name") == "Ada Example"
    assert value_of(html, "role") == "Head of Logistics"
    assert value_of(html, "company") == "Nordwind GmbH"


def test_a_field_typed_by_hand_is_not_overwritten_and_the_other_reading_is_offered(visitor: Visitor) -> None:
    html = visitor.post("create/read", {"about": PASTE, "role": "COO"})
    assert value_of(html, "role") == "COO"
    assert "<q>Head of Logistics</q>" in html


def test_a_field_that_still_holds_the_last_guess_is_read_anew(visitor: Visitor) -> None:
    html = visitor.post("create/read", {"about": PASTE, "role": "Old guess", "guess.role": "Old guess"})
    assert value_of(html, "role") == "Head of Logistics"


@pytest.mark.parametrize(("about", "sentence"), [("", "nothing here to read yet"), ("\n%%\n", "could be read")])
def test_an_unreadable_paste_gets_a_sentence_and_is_kept(visitor: Visitor, about: str, sentence: str) -> None:
    html = visitor.post("create/read", {"about": about})
    assert sentence in html
    assert about.strip() in html


def test_pasted_markup_is_shown_as_text(visitor: Visitor) -> None:
    html = visitor.post("create/read", {"about": "<script>alert(1)</script>", "name": '"><img src=x>'})
    assert "<script>" not in html
    assert "<img" not in html


def test_nothing_leaves_when_both_makers_are_on_this_device(visitor: Visitor) -> None:
    assert "Nothing: it is made here" in visitor.post("create/preview", PROSPECT)


def test_the_exact_text_host_and_price_are_shown_before_anything_is_sent(visitor: Visitor) -> None:
    html = visitor.post("create/preview", WITH_OPENAI)
    assert "api.openai.com" in html
    assert "Nordwind GmbH" in html
    assert re.search(r"About \$0\.\d+", html)


def texts_shown(html: str) -> list[str]:
    return [unescape(text) for text in re.findall(r"<pre>(.*?)</pre>", html, re.DOTALL)]


def test_recipient_purpose_and_clause_are_shown_for_each_part(visitor: Visitor) -> None:
    html = visitor.post("create/preview", WITH_OPENAI | {"message_by": "gemini"})
    told = [" ".join(re.sub(r"<[^>]+>", "", part).split()) for part in re.findall(r"<p><strong>To .*?</p>", html)]
    picture, message = told
    assert picture.startswith("To api.openai.com (OpenAI), to draw the picture, when you press Generate with OpenAI as")
    assert message.startswith("To generativelanguage.googleapis.com (Google Gemini), to write the message, when you")
    clauses = re.findall(r'<a href="(/privacy/[^"]+)" aria-label="([^"]+)">What allows it</a>', html)
    assert clauses == [
        ("/privacy/#sends-openai-picture", "What allows it: OpenAI to draw the picture"),
        (
            "/privacy/#sends-gemini-message",
            "What allows it: Google Gemini to write the message",
        ),
    ]


def test_the_texts_that_are_shown_are_those_that_are_sent_and_there_are_no_others(
    visit: Callable[..., Visitor],
) -> None:
    bodies = []

    def refuse(request: httpx.Request) -> httpx.Response:
        bodies.append(json.loads(request.content))
        return httpx.Response(401, json={})

    visitor = visit(refuse)
    visitor.post("settings/keys/openai", {"key": "sk-canary-7f3a9b21"})
    shown = texts_shown(visitor.post("create/preview", WITH_OPENAI))
    visitor.post("create/generate", WITH_OPENAI)
    sent = [body[name] for body in bodies for name in ("prompt", "instructions", "input") if name in body]
    assert len(shown) == 3
    assert sorted(text.strip() for text in sent) == sorted(text.strip() for text in shown)


def test_the_picture_prompt_that_is_shown_holds_no_word_of_the_name(visitor: Visitor) -> None:
    html = visitor.post("create/preview", WITH_OPENAI | {"message_by": "ondevice"})
    prompt = html[html.index("<pre>") : html.index("</pre>")]
    assert "Nordwind" in prompt
    assert "Ada" not in prompt
    assert "Example" not in prompt


def test_company_and_choices_are_remembered_and_filled_in_on_the_next_visit(visitor: Visitor) -> None:
    visitor.post("create/preview", PROSPECT | {"style": "comic", "channel": "email", "picture_by": "openai"})
    visitor.store.drafts.clear()
    html = visitor.post("create", values_of(create_form({})))
    assert re.search(r'value="openai" selected', html)
    assert value_of(html, "company_name") == "Kühlkette AG"
    assert re.search(r'value="comic" checked', html)
    assert re.search(r'value="email" selected', html)


def test_the_draft_is_back_after_a_visit_to_another_page(visitor: Visitor) -> None:
    visitor.post("create/preview", PROSPECT)
    assert value_of(visitor.post("create"), "name") == "Ada Example"


def test_what_was_typed_before_python_was_up_wins_over_what_was_remembered(visitor: Visitor) -> None:
    visitor.post("create/preview", PROSPECT)
    html = visitor.post("create", {"name": "Berta Beispiel", "company_name": "Neu AG"})
    assert value_of(html, "name") == "Berta Beispiel"
    assert value_of(html, "company_name") == "Neu AG"


def test_a_maker_without_its_key_says_so_and_links_to_settings(visitor: Visitor) -> None:
    html = visitor.post("create/makers", PROSPECT | {"picture_by": "openai"})
    assert "OpenAI needs a key" in html
    assert 'href="/app/settings/#key-openai"' in html


def test_the_model_is_the_new_provider_s_default_when_the_maker_changes(visitor: Visitor) -> None:
    changed = {"picture_by": "gemini", "picture_by_was": "openai", "picture_model": "gpt-image-2"}
    assert value_of(visitor.post("create/makers", changed), "picture_model") == "gemini-nano-banana-2.1"


def test_any_model_id_may_be_typed(visitor: Visitor) -> None:
    typed = {"picture_by": "openai", "picture_by_was": "openai", "picture_model": "gpt-image-99-nova"}
    assert value_of(visitor.post("create/makers", typed), "picture_model") == "gpt-image-99-nova"


def test_a_model_that_is_being_shut_down_says_when(visitor: Visitor) -> None:
    typed = {"picture_by": "openai", "picture_by_was": "openai", "picture_model": "gpt-image-1.5"}
    assert "shut down on" in visitor.post("create/makers", typed)


def test_a_picture_and_a_message_are_made_and_saved_without_any_key(visitor: Visitor) -> None:
    stream = visitor.post("create/generate", PROSPECT)
    assert re.search(r'src="blob:id-1:[^"]*image/svg\+xml"', stream)
    assert "of 200 characters" in stream
    assert "Saved in your" in stream
    assert visitor.store.pictures["id-1"].data.startswith(b"<svg")
    assert "Ada" in visitor.store.generations["id-1"].messages[0].body


def test_three_variants_can_be_chosen_and_edited(visitor: Visitor) -> None:
    visitor.post("create/generate", PROSPECT | {"variants": "3"})
    third = visitor.store.generations["id-1"].messages[2].body
    chosen = visitor.post("create/variant", {"generation": "id-1", "variant": "2"})
    assert third.split()[-1] in chosen
    counter = visitor.post("create/message", {"generation": "id-1", "shown": "2", "message": "Short."})
    assert "6 of 200 characters" in counter
    assert visitor.store.generations["id-1"].messages[2].body == "Short."


def test_a_subject_can_be_edited_where_the_channel_has_one(visitor: Visitor) -> None:
    visitor.post("create/generate", PROSPECT | {"channel": "inmail"})
    shown = visitor.post("create/variant", {"generation": "id-1"})
    assert value_of(shown, "subject") == visitor.store.generations["id-1"].messages[0].subject != ""
    edited = {"generation": "id-1", "shown": "0", "subject": "Cold chains", "message": "Hello."}
    visitor.post("create/message", edited)
    kept = visitor.store.generations["id-1"].messages[0]
    assert (kept.subject, kept.body) == ("Cold chains", "Hello.")


def test_the_counter_says_when_a_message_is_too_long_for_its_channel(visitor: Visitor) -> None:
    visitor.post("create/generate", PROSPECT)
    counter = visitor.post("create/message", {"generation": "id-1", "shown": "0", "message": "x" * 201})
    assert "too long for this channel" in counter


def test_nothing_to_go_on_is_said_beside_the_field_and_nothing_is_made(visitor: Visitor) -> None:
    html = visitor.post("create/generate", {"company_name": "Kühlkette AG"})
    assert 'id="about-problem"' in html
    assert not visitor.store.generations


def test_a_model_id_with_spaces_is_refused_beside_the_field(visitor: Visitor) -> None:
    bad = WITH_OPENAI | {"picture_model": "gpt image <2>", "picture_by_was": "openai"}
    html = visitor.post("create/generate", bad)
    assert 'id="picture_model-problem"' in html
    assert not visitor.store.generations


def test_a_missing_key_fails_that_part_only_and_the_other_is_kept(visitor: Visitor) -> None:
    stream = visitor.post("create/generate", PROSPECT | {"picture_by": "openai"})
    assert "OpenAI needs a key, and none is saved" in stream
    assert visitor.store.generations["id-1"].messages


def test_a_picture_that_cannot_be_saved_is_shown_all_the_same(visitor: Visitor) -> None:
    visitor.store.refusal = StorageFullError("no room")
    stream = visitor.post("create/generate", PROSPECT)
    assert re.search(r'src="blob:id-1:[^"]*image/svg\+xml"', stream)
    assert "this device has no room left" in stream


def test_use_again_fills_the_form_with_that_card_s_request(visitor: Visitor) -> None:
    visitor.post("create/generate", PROSPECT | {"style": "comic"})
    html = visitor.post("create", page="/app/?from=id-1")
    assert value_of(html, "name") == "Ada Example"
    assert re.search(r'value="comic" checked', html)


def test_generate_reads_a_paste_that_nobody_has_read_yet(visitor: Visitor) -> None:
    stream = visitor.post("create/generate", {"about": PASTE})
    assert value_of(stream, "name") == "Ada Example"
    assert "Ada" in visitor.store.generations["id-1"].messages[0].body


def test_generate_writes_to_the_person_of_the_new_paste_and_not_of_the_last(visitor: Visitor) -> None:
    read = visitor.post("create/read", {"about": PASTE})
    fields = {name: value_of(read, name) for name in ("name", "role", "company", "location")}
    guesses = {f"guess.{name}": value for name, value in fields.items()}
    other = "Grace Sample\nCTO at Rotor Ltd\nLeeds, England"
    visitor.post("create/generate", {"about": other, "about_read": mark_of(PASTE), **fields, **guesses})
    assert visitor.store.generations["id-1"].request.prospect.name == "Grace Sample"
    assert "Ada" not in visitor.store.generations["id-1"].messages[0].body


def test_guesses_survive_another_page_so_that_the_next_paste_can_replace_them(visitor: Visitor) -> None:
    visitor.post("create/read", {"about": PASTE})
    back = visitor.post("create", values_of(create_form({})))
    hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', back))
    fields = {name: value_of(back, name) for name in ("name", "role", "company", "location")}
    html = visitor.post("create/read", {**hidden, **fields, "about": "Grace Sample\nCTO at Rotor Ltd"})
    assert value_of(html, "name") == "Grace Sample"
    assert "You typed this" not in html


def test_one_field_touched_before_python_was_up_leaves_the_rest_as_it_was_remembered(visitor: Visitor) -> None:
    visitor.post("create/preview", PROSPECT)
    html = visitor.post("create", values_of(create_form({})) | {"tone": "direct"})
    assert value_of(html, "company_name") == "Kühlkette AG"
    assert re.search(r'value="direct" selected', html)


def test_new_prospect_empties_the_prospect_and_keeps_the_company(visitor: Visitor) -> None:
    html = visitor.post("create/new", PROSPECT | {"about": PASTE})
    assert value_of(html, "name") == ""
    assert value_of(visitor.post("create", values_of(create_form({}))), "name") == ""


def test_long_texts_are_not_cut(visitor: Visitor) -> None:
    visitor.post("create/generate", PROSPECT | {"channel": "direct-message"})
    visitor.post("create/message", {"generation": "id-1", "shown": "0", "message": "x" * 7_000})
    assert len(visitor.store.generations["id-1"].messages[0].body) == 7_000


@pytest.mark.parametrize("again", ["picture", "message"])
def test_a_part_that_could_not_be_made_anew_leaves_the_card_as_it_was(visitor: Visitor, again: str) -> None:
    visitor.post("create/generate", PROSPECT)
    failing = PROSPECT | {"picture_by": "openai", "message_by": "openai", "again": again, "generation": "id-1"}
    stream = visitor.post("create/generate", failing)
    assert "was not made" in stream
    assert "Saved in your" not in stream
    assert set(visitor.store.generations) == {"id-1"}
    assert 'name="generation" value="id-1"' in stream
    assert ('<img id="picture" src="blob:id-1:' in stream) == (again == "picture")
    assert ("of 200 characters" in stream) == (again == "message")


def test_a_new_picture_takes_along_what_was_typed_into_the_message_last(visitor: Visitor) -> None:
    visitor.post("create/generate", PROSPECT)
    typed = {"again": "picture", "generation": "id-1", "message": "Edited by hand.", "shown": "0"}
    visitor.post("create/generate", PROSPECT | typed)
    first, second = visitor.store.generations["id-1"].versions
    assert first.messages[0].body == second.messages[0].body == "Edited by hand."


def test_what_was_typed_into_a_variant_is_kept_when_another_is_shown(visitor: Visitor) -> None:
    visitor.post("create/generate", PROSPECT | {"variants": "2"})
    visitor.post("create/variant", {"generation": "id-1", "shown": "0", "variant": "1", "message": "Edited."})
    assert visitor.store.generations["id-1"].messages[0].body == "Edited."


def test_an_answer_without_words_gets_its_sentence_and_ends_the_run(visit: Callable[..., Visitor]) -> None:
    done = {"type": "response.completed", "response": {"status": "completed", "output": [], "usage": None}}
    delta = {"type": "response.output_text.delta", "delta": "---"}
    body = "".join(f"data: {json.dumps(event)}\n\n" for event in (delta, done))
    visitor = visit(lambda _: httpx.Response(200, text=body, headers={"content-type": "text/event-stream"}))
    visitor.app.keys.save("openai", "sk-canary-123456")
    stream = visitor.post("create/generate", PROSPECT | {"message_by": "openai"})
    assert "The message was not made" in stream
    assert "Starts when ready" in stream


def test_a_paste_is_read_though_its_draft_cannot_be_saved(visitor: Visitor) -> None:
    visitor.store.refusal = StorageFullError("no room")
    assert value_of(visitor.post("create/read", {"about": "Name: Ada Example"}), "name") == "Ada Example"


def test_a_draft_that_cannot_be_saved_is_said_at_the_next_keystroke(visitor: Visitor) -> None:
    visitor.store.refusal = StorageFullError("no room")
    assert "no room left" in visitor.post("create/preview", PROSPECT)


def test_what_could_not_be_saved_is_not_called_saved(visitor: Visitor) -> None:
    visitor.store.refusal = StorageFullError("no room")
    assert "Saved in your" not in visitor.post("create/generate", PROSPECT)


def test_the_key_is_sent_in_the_header_and_nowhere_in_the_page(visit: Callable[..., Visitor]) -> None:
    seen: list[httpx.Request] = []

    def refuse(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(401, json={"error": {"message": "Incorrect API key provided: sk-canary-123456"}})

    visitor = visit(refuse)
    visitor.app.keys.save("openai", "sk-canary-123456")
    stream = visitor.post("create/generate", WITH_OPENAI)
    assert [request.headers["authorization"] for request in seen] == ["Bearer sk-canary-123456"] * 2
    assert not any("sk-canary" in str(request.url) or b"sk-canary" in request.content for request in seen)
    assert "did not accept the key" in stream
    assert "sk-canary" not in stream


def leaves_of(kind: type[LinkepixError]) -> list[type[LinkepixError]]:
    below = kind.__subclasses__()
    return [leaf for child in below for leaf in leaves_of(child)] if below else [kind]


MADE: dict[type[LinkepixError], Callable[[], LinkepixError]] = {
    errors.InputError: lambda: errors.InputError("role", "odd"),
    errors.TooLargeToSendError: lambda: errors.TooLargeToSendError("imagekit", bytes_limit=25_000_000),
    errors.GatewayUnreachableError: lambda: errors.GatewayUnreachableError("linkrapi", "linkrapi.com"),
    errors.NotAGatewayError: lambda: errors.NotAGatewayError("linkrapi", "linkrapi.com"),
    errors.PictureElsewhereError: lambda: errors.PictureElsewhereError("linkrapi", "a.example", "https://a.example/1"),
    errors.LeftBehindError: lambda: errors.LeftBehindError("imagekit", "0f.jpg", "unreachable"),
}
"""How leaves are made that need more than one word."""


@pytest.mark.parametrize("leaf", leaves_of(LinkepixError), ids=lambda leaf: leaf.code)
def test_every_error_has_a_sentence_of_its_own(visitor: Visitor, leaf: type[LinkepixError]) -> None:
    context = {"error": MADE[leaf]() if leaf in MADE else leaf("openai"), "providers": ()}
    told = " ".join(visitor.app.render("partials/notice.html", **context).split())
    unknown = LinkepixError("nobody expected this")
    fallback = " ".join(visitor.app.render("partials/notice.html", error=unknown, providers=()).split())
    assert told != fallback
    assert len(re.sub(r"<[^>]*>", "", told)) > 20
