"""Pictures made on the device, as a visitor of Create and the library gets them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.web.conftest import PROSPECT

if TYPE_CHECKING:
    from tests.web.conftest import Visitor


def test_the_picture_is_described_as_it_was_drawn_and_stays_so_in_the_library(visitor: Visitor) -> None:
    stream = visitor.post("create/generate", PROSPECT | {"hair": "curly", "glasses": "round"})
    shows = visitor.store.generations["id-1"].picture_shows
    assert shows
    assert (shows.scene, shows.hair, shows.glasses) == ("warehouse", "curly", "round")
    (said,) = set(re.findall(r'<img id="picture"[^>]* alt="([^"]*)"', stream))
    assert "round glasses" in said
    assert "in a warehouse with a forklift" in said
    assert f'alt="{said}"' in visitor.get("library/id-1")


def test_the_same_person_is_drawn_in_another_scene(visitor: Visitor) -> None:
    visitor.post("create/generate", PROSPECT)
    visitor.post("create/generate", PROSPECT | {"again": "scene", "generation": "id-1"})
    first, other = (version.picture_shows for version in visitor.store.generations["id-1"].versions)
    assert first
    assert other
    assert first.scene == "warehouse" != other.scene
    assert replace(other, scene="warehouse") == first


def test_surprise_me_picks_every_cue_but_setting_and_facial_hair(visitor: Visitor) -> None:
    html = visitor.post("create/surprise", PROSPECT)
    left_open = re.findall(r'<select id="(\w+)" name="\w+">\s*<option value="" selected>', html)
    assert left_open == ["facial_hair", "setting"]
