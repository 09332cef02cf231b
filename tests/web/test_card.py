"""The card on Create: its versions, the strip of today's, what a reload brings back, and what makes way."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from linkepix.errors import StorageError, StorageFullError
from tests.support.cards import card
from tests.web.conftest import PROSPECT
from tests.web.fragments import UNTOUCHED, button, reload, shown_picture, today, value_of

if TYPE_CHECKING:
    from tests.web.conftest import Visitor

OTHER = "Grace Sample\nCTO at Rotor Ltd\nLeeds, England"


def test_a_new_picture_is_a_version_with_the_same_message(visitor: Visitor) -> None:
    visitor.post("create/generate", PROSPECT)
    visitor.post("create/generate", PROSPECT | {"again": "picture", "generation": "id-1"})
    first, second = visitor.store.generations["id-1"].versions
    assert first.messages == second.messages
    assert set(visitor.store.pictures) == {"id-1", ("id-1", 2)}


def test_a_new_message_is_a_version_with_the_same_picture(visitor: Visitor) -> None:
    visitor.post("create/generate", PROSPECT)
    visitor.post("create/generate", PROSPECT | {"again": "message", "generation": "id-1"})
    assert [version.picture_key for version in visitor.store.generations["id-1"].versions] == ["id-1", "id-1"]
    assert set(visitor.store.pictures) == {"id-1"}


def test_generate_for_the_same_person_is_a_version_with_both_parts_new(visitor: Visitor) -> None:
    visitor.post("create/generate", PROSPECT)
    stream = visitor.post("create/generate", PROSPECT | {"generation": "id-1", "role": "Fleet manager"})
    assert "blob:id-1/2:" in shown_picture(stream)
    first, second = visitor.store.generations["id-1"].versions
    assert (first.picture_key, second.picture_key) == ("id-1", "id-1/2")
    assert second.request.prospect.role == "Fleet manager"
    assert set(visitor.store.generations) == {"id-1"}


@pytest.mark.parametrize("channel", ["email", "direct-message"])
def test_generate_again_is_for_the_channel_that_is_chosen_now(visitor: Visitor, channel: str) -> None:
    visitor.post("create/generate", PROSPECT)
    again = {"generation": "id-1", "channel": channel, "variants": "2", "style": "comic"}
    visitor.post("create/generate", PROSPECT | again)
    card = visitor.store.generations["id-1"]
    assert (card.request.channel, card.request.variants, card.request.style) == (channel, 2, "comic")
    assert len(card.messages) == 2
    assert bool(card.messages[0].subject) == (channel == "email")


def test_a_part_that_fails_in_the_next_version_is_taken_over_from_the_last(visitor: Visitor) -> None:
    visitor.post("create/generate", PROSPECT)
    stream = visitor.post("create/generate", PROSPECT | {"generation": "id-1", "picture_by": "openai"})
    assert "The picture was not made." in stream
    assert "blob:id-1:" in shown_picture(stream)
    first, second = visitor.store.generations["id-1"].versions
    assert (second.picture_version, second.message_version) == (1, 2)
    assert second.request.picture_by == first.request.picture_by


def test_where_both_parts_fail_the_card_stays_as_it_was(visitor: Visitor) -> None:
    visitor.post("create/generate", PROSPECT)
    before = visitor.store.generations["id-1"]
    failing = {"generation": "id-1", "picture_by": "openai", "message_by": "openai"}
    assert "blob:id-1:" in shown_picture(visitor.post("create/generate", PROSPECT | failing))
    assert visitor.store.generations == {"id-1": before}


def test_one_version_has_no_way_to_another(visitor: Visitor) -> None:
    assert "Previous version" not in visitor.post("create/generate", PROSPECT)


def test_a_run_that_ended_shows_the_new_version_and_says_so(visitor: Visitor) -> None:
    visitor.post("create/generate", PROSPECT)
    stream = visitor.post("create/generate", PROSPECT | {"again": "picture", "generation": "id-1"})
    assert "blob:id-1/2:" in shown_picture(stream)
    assert "Done. This is version 2." in stream
    assert 'aria-disabled="true"' in button(stream, "Next version")
    assert 'aria-disabled="true"' not in button(stream, "Previous version")


def test_going_to_another_version_is_remembered(made: Visitor) -> None:
    html = made.post("create/version", {"generation": "id-1", "to": "previous"})
    assert "blob:id-1:" in shown_picture(html)
    assert ">Version 1 of 2<" in html
    assert 'aria-disabled="true"' in button(html, "Previous version")
    assert "blob:id-1:" in shown_picture(reload(made))


def test_there_is_no_version_before_the_first(made: Visitor) -> None:
    for _ in range(3):
        html = made.post("create/version", {"generation": "id-1", "to": "previous"})
    assert ">Version 1 of 2<" in html


def test_a_version_brings_its_style_and_its_maker_along(visitor: Visitor) -> None:
    visitor.post("create/generate", PROSPECT)
    visitor.post("create/generate", PROSPECT | {"again": "picture", "generation": "id-1", "style": "comic"})
    assert "comic style" in reload(visitor)
    html = visitor.post("create/version", {"generation": "id-1", "to": "previous"})
    assert "flat vector style" in html


def test_a_new_message_leaves_the_picture_described_as_it_was_drawn(visitor: Visitor) -> None:
    visitor.post("create/generate", PROSPECT | {"style": "comic"})
    other = PROSPECT | {"again": "message", "generation": "id-1", "style": "line-art", "channel": "email"}
    visitor.post("create/generate", other)
    request = visitor.store.generations["id-1"].request
    assert (request.style, request.channel) == ("comic", "email")


def test_what_was_typed_last_is_kept_in_its_version(made: Visitor) -> None:
    typed = {"generation": "id-1", "to": "previous", "shown": "0", "message": "Typed into version 2."}
    assert "Typed into version 2." not in made.post("create/version", typed)
    html = made.post("create/version", {"generation": "id-1", "to": "next"})
    assert "Typed into version 2." in html


def test_try_again_fills_in_what_is_missing(visitor: Visitor) -> None:
    stream = visitor.post("create/generate", PROSPECT | {"picture_by": "openai"})
    assert "OpenAI needs a key" in stream
    visitor.post("create/generate", PROSPECT | {"again": "picture", "generation": "id-1"})
    kept = visitor.store.generations["id-1"]
    assert (len(kept.versions), set(visitor.store.pictures)) == (1, {"id-1"})
    assert kept.request.picture_by.provider == "ondevice"


def test_two_pictures_that_could_not_be_saved_are_both_shown(visitor: Visitor) -> None:
    visitor.post("create/generate", PROSPECT)
    visitor.store.refusal = StorageFullError("no room")
    again = PROSPECT | {"again": "picture", "generation": "id-1"}
    streams = [visitor.post("create/generate", again) for _ in range(2)]
    assert len({shown_picture(stream) for stream in streams}) == 2
    assert len(visitor.store.generations["id-1"].versions) == 1


def test_a_reload_brings_back_the_last_card_and_its_form(made: Visitor) -> None:
    html = reload(made)
    assert 'name="name" value="Ada Example"' in html
    assert "blob:id-1/2:" in shown_picture(html)
    assert made.store.generations["id-1"].messages[0].body.split()[-1] in html
    for piece in ("of 200 characters", "drawn on this device", "2026-11-20", ">Version 2 of 2<"):
        assert piece in html
    assert 'name="generation" value="id-1"' in html


@pytest.mark.parametrize("part", ["picture", "message"])
def test_a_card_without_one_part_is_back_and_offers_to_make_it(visitor: Visitor, part: str) -> None:
    visitor.post("create/generate", PROSPECT | {f"{part}_by": "openai"})
    html = reload(visitor)
    assert f"No {part} was made." in html
    assert button(html, f"New {part}")


def test_a_card_that_is_gone_is_not_missed(made: Visitor) -> None:
    made.post("library/delete", {"generation": "id-1"})
    html = reload(made)
    assert 'name="name" value="Ada Example"' in html
    assert not shown_picture(html)
    assert "no longer" not in html


def test_a_card_is_not_back_next_to_the_form_of_somebody_else(made: Visitor) -> None:
    made.post("create/preview", PROSPECT | {"name": "Grace Sample"})
    assert not shown_picture(reload(made))


def test_use_again_brings_back_the_form_and_no_card(made: Visitor) -> None:
    assert not shown_picture(reload(made, "/app/?from=id-1"))
    assert not shown_picture(reload(made))


def test_a_form_of_a_saved_card_keeps_later_edits_over_a_reload(visitor: Visitor) -> None:
    visitor.post("create/generate", PROSPECT)
    page = "/app/?from=id-1"
    visitor.post("create", UNTOUCHED, page=page)
    visitor.post("create/preview", PROSPECT | {"name": "Ada Edited"}, page=page)
    assert value_of(visitor.post("create", UNTOUCHED, page=page), "name") == "Ada Edited"
    visitor.post("create/new", PROSPECT, page=page)
    assert value_of(visitor.post("create", UNTOUCHED, page=page), "name") == ""


def test_a_card_can_be_used_again_more_than_once_and_the_way_back_is_no_use(visitor: Visitor) -> None:
    visitor.post("create/generate", PROSPECT)
    pages = [re.findall(r'href="(/app/\?from=[^"]*)"', visitor.get("library/id-1"))[0] for _ in range(2)]
    for page in pages:
        assert value_of(visitor.post("create", UNTOUCHED, page=unescape(page)), "name") == "Ada Example"
        visitor.post("create/new", PROSPECT)
        for earlier in pages[: pages.index(page) + 1]:
            assert value_of(visitor.post("create", UNTOUCHED, page=unescape(earlier)), "name") == ""


def test_today_s_cards_are_on_the_strip_newest_first(visitor: Visitor) -> None:
    visitor.keep("Ada Example", "Søren Prøve")
    assert today(visitor.post("create/last")) == ["Søren Prøve", "Ada Example"]


def test_the_form_does_not_wait_for_pictures_that_have_to_be_read(visitor: Visitor) -> None:
    asks = 'hx-post="/app/-/create/last"'
    assert asks not in visitor.post("create", UNTOUCHED)
    visitor.post("create/generate", PROSPECT)
    at_once = visitor.post("create", UNTOUCHED)
    assert asks not in at_once
    assert shown_picture(at_once)
    visitor.app.blob_urls.forget_all()
    later = visitor.post("create", UNTOUCHED)
    assert asks in later
    assert not shown_picture(later)


def test_a_run_that_ended_has_its_card_on_the_strip(visitor: Visitor) -> None:
    assert today(visitor.post("create/generate", PROSPECT)) == ["Ada Example*"]


def test_a_run_ends_well_though_the_strip_cannot_be_read(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    async def page(*_: object) -> None:
        raise StorageError("closed")

    monkeypatch.setattr(type(visitor.store), "page", page)
    assert "Done." in visitor.post("create/generate", PROSPECT)


def test_yesterday_s_cards_are_not_on_the_strip(visitor: Visitor) -> None:
    visitor.keep("Ada Example")
    generation, _ = card(1, "Ada Example")
    visitor.store.generations["old"] = type(generation)("old", "2026-11-19T23:59:59+00:00", generation.request)
    assert today(visitor.post("create/last")) == ["Ada Example"]


def test_a_card_of_the_strip_is_back_itself_with_its_form(made: Visitor) -> None:
    made.post("create/generate", PROSPECT | {"name": "Grace Sample", "style": "comic"})
    grace = made.newest.id
    last = {"generation": grace, "shown": "0", "message": "Typed last.", "card": "id-1"}
    html = made.post("create/card", last)
    assert 'name="name" value="Ada Example"' in html
    assert "blob:id-1/2:" in shown_picture(html)
    assert today(html) == ["Grace Sample", "Ada Example*"]
    assert made.store.generations[grace].messages[0].body == "Typed last."
    assert "blob:id-1/2:" in shown_picture(reload(made))
    made.post("create/generate", PROSPECT | {"again": "message", "generation": "id-1"})
    assert len(made.store.generations["id-1"].versions) == 3


def test_a_card_of_the_strip_that_is_gone_is_said_to_be_gone(made: Visitor) -> None:
    assert "no longer in your library" in made.post("create/card", {"card": "gone"})


@pytest.mark.parametrize("path", ["create/card", "create/version"])
def test_no_other_card_takes_the_place_of_one_that_is_being_made(made: Visitor, path: str) -> None:
    run = made.app.runs.new_run(made.store.generations["id-1"], ())
    run.watchers = 1  # on this page
    made.app.runs.add(run)
    html = made.post(path, {"generation": "id-1", "card": "id-1", "to": "previous"})
    assert "is being made" in html
    assert not shown_picture(html)
    assert not shown_picture(reload(made))
    assert "The message goes here." not in made.post("create/new", PROSPECT)
    made.app.runs.remove(run)
    assert shown_picture(made.post(path, {"generation": "id-1", "card": "id-1", "to": "previous"}))


def test_the_library_has_the_card_once_with_all_its_versions(made: Visitor) -> None:
    assert made.get("library").count('class="rack-name"') == 1
    html = made.get("library/id-1")
    assert "Version 2 of 2" in html
    assert "Cost of all versions" in html
    html = made.post("library/version?q=&page=1", {"generation": "id-1", "steps": "-1"})
    assert "Version 1 of 2" in html
    assert "blob:id-1:" in shown_picture(html)


def test_a_deleted_card_frees_the_pictures_of_all_versions(made: Visitor) -> None:
    made.post("create/version", {"generation": "id-1", "to": "previous"})
    made.post("library/delete", {"generation": "id-1"})
    assert [made.app.blob_urls.known(key) for key in ("id-1", "id-1/2")] == [None, None]
    made.post("library/undo", {"generation": "id-1"})
    assert set(made.store.pictures) == {"id-1", ("id-1", 2)}
