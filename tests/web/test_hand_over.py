"""Pictures between library and studio: a card's goes there and comes back, and a result is kept as a picture."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from typing import TYPE_CHECKING, override

import pytest

from linkepix.errors import StorageFullError
from linkepix.model.generation import Picture
from linkepix.model.recipe import Size
from tests.support.cards import card
from tests.support.memory import MemoryStore
from tests.support.pictures import encoded, photo
from tests.web.test_studio import changed, opened, pixels, worked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkepix.model.generation import Generation
    from tests.web.conftest import Visitor

PNG = Picture("image/png", encoded(photo(64, 64), "PNG"))
KEY = "library-id-1-1"


def on_the_studio(visitor: Visitor, record_id: str) -> str:
    """As the link "Open in studio" leads there."""
    return visitor.post("studio/open", page=f"/app/studio/?open={record_id}")


@pytest.fixture
def painted(visitor: Visitor) -> Visitor:
    """A card, "id-1", whose picture has pixels."""
    generation, _ = card(1, "Ada Example")
    visitor.store.generations["id-1"] = generation
    visitor.store.pictures["id-1"] = PNG
    pixels(visitor).files[KEY] = Size(64, 64)
    return visitor


def saved_id(html: str) -> str:
    found = re.search(r'Saved in your <a href="/app/library/\?show=([^"]+)"', html)
    assert found
    return found[1]


def test_a_card_and_a_page_of_create_lead_to_the_studio(visitor: Visitor) -> None:
    made = visitor.post("create/generate", {"name": "Ada Example"})
    assert 'href="/app/studio/?open=id-1">Open in studio<' in made
    assert 'href="/app/studio/?open=id-1">Open in studio<' in visitor.get("library/id-1")


def test_a_card_s_picture_is_opened_shown_and_not_opened_twice(painted: Visitor) -> None:
    html = worked(painted, on_the_studio(painted, "id-1"))
    assert 'alt="Result: ada-example.png, 64 × 64 pixels"' in html
    assert "Opened from your library: the card for" in html
    opened(painted, photo=Size(4000, 3000))
    painted.post("studio/show", {"picture": "photo"})
    assert 'alt="Result: ada-example.png' in on_the_studio(painted, "id-1")
    assert len(painted.app.editing.pictures) == 2


def test_what_was_drawn_here_is_opened_as_what_it_is_and_comes_out_as_png(visitor: Visitor) -> None:
    visitor.post("create/generate", {"name": "Ada Example"})
    pixels(visitor).files[KEY] = Size(1200, 627)
    shown = worked(visitor, on_the_studio(visitor, "id-1"))
    assert "Opened from your library: the card for" in shown
    assert 'alt="Result: ada-example.svg' in shown
    assert 'data-name="ada-example.png"' in shown


def test_an_edited_picture_is_a_new_version_of_its_card(painted: Visitor) -> None:
    worked(painted, on_the_studio(painted, "id-1"))
    changed(painted, width="32")
    html = painted.post("studio/save", {"as": "version"})
    assert "Saved as a new version of" in html
    record = painted.store.generations["id-1"]
    assert [version.picture_version for version in record.versions] == [1, 2]
    assert (record.number, record.picture_edited, record.messages) == (2, True, record.others[0].messages)
    assert (record.picture_prompt, record.cost_usd) == ("A flat vector cartoon.", 0)
    assert painted.store.pictures["id-1"] == PNG
    assert len(painted.store.pictures["id-1", 2].data) == 32 * 32 * 100 // 400
    painted.post("studio/save", {"as": "version"})
    assert painted.store.generations["id-1"] == record, "a result is saved once"
    assert "edited in the studio" in painted.get("library/id-1")


def test_another_result_can_be_saved_again(painted: Visitor) -> None:
    worked(painted, on_the_studio(painted, "id-1"))
    painted.post("studio/save", {"as": "version"})
    assert "Saved as" not in changed(painted, width="32")
    painted.post("studio/save", {"as": "version"})
    assert len(painted.store.generations["id-1"].versions) == 3


def test_a_card_that_was_deleted_meanwhile_gets_a_sentence(painted: Visitor) -> None:
    worked(painted, on_the_studio(painted, "id-1"))
    painted.post("library/delete", {"generation": "id-1"})
    html = painted.post("studio/save", {"as": "version"})
    assert "That card is no longer in your library." in html
    assert painted.app.editing.current
    assert "That card is no longer in your library." in on_the_studio(painted, "unknown")


@pytest.fixture
def kept(visitor: Visitor) -> tuple[Visitor, str]:
    """A result was saved: the visitor, and the id of its record."""
    opened(visitor, holiday=Size(4000, 3000))
    changed(visitor, encode_again="yes")
    return visitor, saved_id(visitor.post("studio/save"))


def test_a_result_is_a_picture_of_the_library(kept: tuple[Visitor, str]) -> None:
    visitor, record_id = kept
    rack = visitor.get("library")
    assert "1 picture<" in rack
    assert ">holiday.jpg<" in rack
    assert ">holiday.jpg<" in visitor.get("library/search?q=HOLIDAY")
    assert "Nothing matches" in visitor.get("library/search?q=mountain")
    html = visitor.get(f"library/{record_id}")
    assert 'download="holiday.jpg"' in html
    assert f"/app/studio/?open={record_id}" in html
    assert "Use again" not in html
    assert "postcard" not in html


def test_the_rack_shows_a_small_copy_of_it(kept: tuple[Visitor, str]) -> None:
    visitor, record_id = kept
    assert len(visitor.store.pictures[record_id].data) == 4000 * 3000 * 80 // 400
    assert len(visitor.store.pictures[record_id, -1].data) == 480 * 360 * 80 // 400
    assert f"blob:{record_id}/small" in visitor.get("library")
    assert f"blob:{record_id}:" in visitor.get(f"library/{record_id}")


def test_it_is_saved_once_and_of_another_result_another_picture(kept: tuple[Visitor, str]) -> None:
    visitor, record_id = kept
    assert saved_id(visitor.post("studio/save")) == record_id
    changed(visitor, width="100", encode_again="yes")
    assert saved_id(visitor.post("studio/save")) != record_id
    assert len(visitor.store.generations) == 2


def test_it_is_deleted_with_its_small_copy_and_comes_back_with_it(kept: tuple[Visitor, str]) -> None:
    visitor, record_id = kept
    before = dict(visitor.store.pictures)
    assert "Deleted: holiday.jpg." in visitor.post("library/delete", {"generation": record_id})
    assert not visitor.store.pictures
    assert "The picture is back." in visitor.post("library/undo", {"generation": record_id})
    assert visitor.store.pictures == before


def test_it_can_be_opened_again_and_has_versions(kept: tuple[Visitor, str]) -> None:
    visitor, record_id = kept
    visitor.post("studio/do/over")
    visitor.store.pictures[record_id] = Picture("image/jpeg", encoded(photo(64, 64), "JPEG"))
    pixels(visitor).files[f"library-{record_id}-1"] = Size(64, 64)
    html = worked(visitor, on_the_studio(visitor, record_id))
    assert "Opened from your library: the picture" in html
    changed(visitor, format="webp")
    visitor.post("studio/save", {"as": "version"})
    shown = visitor.get(f"library/{record_id}")
    assert "Version 2 of 2" in shown
    assert 'download="holiday.webp"' in shown
    assert visitor.store.generations[record_id].file_name == "holiday.jpg"


def test_it_is_no_card_of_today(kept: tuple[Visitor, str]) -> None:
    visitor, _ = kept
    visitor.post("create/generate", {"name": "Ada Example"})
    strip = visitor.post("create/last", {"name": "Ada Example"})
    assert strip.count('class="today-card"') == 1
    assert "holiday" not in strip


def test_erasing_everything_counts_it_and_removes_it(kept: tuple[Visitor, str]) -> None:
    visitor, _ = kept
    assert "This removes 0 cards, 1 saved picture, 0 keys" in visitor.get("settings/erase")
    visitor.post("settings/erase")
    assert not visitor.store.generations
    assert not visitor.store.pictures
    assert not visitor.app.editing.pictures


def test_until_it_is_saved_nothing_of_a_picture_is_in_any_store(visitor: Visitor) -> None:
    opened(visitor, holiday=Size(4000, 3000))
    changed(visitor, encode_again="yes")
    assert visitor.store == MemoryStore()
    visitor.post("studio/save")
    assert visitor.store != MemoryStore(), "the control"


class _Full(MemoryStore):
    @override
    async def restore(self, generation: Generation, pictures: Mapping[int, Picture]) -> None:
        raise StorageFullError


@pytest.mark.parametrize("how", ["", "version"])
def test_a_full_disk_gets_a_sentence_and_the_result_stays(painted: Visitor, how: str) -> None:
    worked(painted, on_the_studio(painted, "id-1"))
    full = _Full(generations=painted.store.generations, pictures=painted.store.pictures)
    object.__setattr__(painted.app.library, "_store", full)
    html = painted.post("studio/save", {"as": how})
    assert "This device has no room left." in html
    assert "Saved" not in html
    assert painted.app.editing.current
    assert painted.app.editing.current.result


def test_a_result_that_is_too_large_to_be_saved_gets_a_sentence(visitor: Visitor) -> None:
    opened(visitor, wide=Size(15_000, 3000))
    changed(visitor, format="png")
    current = visitor.app.editing.current
    assert current
    assert current.result
    large = replace(current.result, rendered=replace(current.result.rendered, size=60_000_000))
    visitor.app.editing.pictures[current.id] = replace(current, result=large)
    assert "more than 50 MB" in visitor.post("studio/save")
    assert not asyncio.run(visitor.app.library.count())
