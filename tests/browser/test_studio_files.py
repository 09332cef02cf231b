"""What the studio does with files of all kinds, with codecs that come late, and what it keeps to itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import expect

from sitegen.codecs import OWN
from tests.browser.links import follow
from tests.browser.steps import ALL_STORES
from tests.browser.studio import (
    STUDIO,
    asked_for,
    before_change,
    choose_pictures,
    download,
    fill,
    pixel_workers,
    press,
    says,
    select,
)
from tests.conftest import ROOT
from tests.support.pictures import (
    corner_colours,
    corners,
    decoded,
    encoded,
    photo,
)

if TYPE_CHECKING:
    from tests.browser.conftest import Watch
    from tests.browser.studio import Open


ODD = {
    "cmyk.jpg": (photo(120, 80).convert("CMYK"), "JPEG"),
    "grey.jpg": (photo(120, 80).convert("L"), "JPEG"),
    "palette.gif": (photo(120, 80).convert("P"), "GIF"),
    "sixteen.png": (Image.new("I;16", (120, 80), 30_000), "PNG"),
    "plain.bmp": (photo(120, 80), "BMP"),
    "mislabelled.jpg": (photo(120, 80), "WEBP"),
    "modern.avif": (photo(120, 80), "AVIF"),
}
HUGE = {
    "pixels.png": Image.new("1", (7200, 7100)),
    "bomb.png": Image.new("1", (30_000, 30_000)),
}


def test_what_is_no_picture_or_a_huge_one_gets_a_sentence_and_all_others_are_opened(open_app: Open) -> None:
    """By what is in them, whatever their names say."""
    page = open_app(STUDIO)
    whole = encoded(photo(300, 200), "JPEG")
    broken = {"notes.jpg": b"These are notes.", "empty.png": b"", "head.jpg": whole[:30]}
    huge = {name: encoded(picture, "PNG") for name, picture in HUGE.items()}
    choose_pictures(page, broken | huge)
    assert not pixel_workers(page), "nothing of it was decoded"
    prints = page.get_by_role("list", name="Pictures")
    for words in ("not a picture of a type", "This file is empty", "ends before it is complete"):
        expect(prints.get_by_text(words)).to_have_count(1)
    expect(prints.get_by_text("more pixels than can be edited here")).to_have_count(len(HUGE))
    before_change(page)
    choose_pictures(page, {name: encoded(*odd) for name, odd in ODD.items()} | {"small.png": encoded(corners(), "PNG")})
    expect(prints.get_by_text("120 \N{MULTIPLICATION SIGN} 80 pixels")).to_have_count(len(ODD))
    press(page, "Show small.png")
    assert corner_colours(decoded(download(page)[1])) == [0, 1, 2, 3]


def test_what_is_too_long_to_be_encoded_still_loses_its_metadata(open_app: Open) -> None:
    page = open_app(STUDIO)
    choose_pictures(page, {"long.png": encoded(Image.new("1", (40_000, 10)), "PNG")})
    assert decoded(download(page)[1]).size == (40_000, 10)
    page.get_by_role("combobox", name="Format", exact=True).select_option("jpeg")
    says(page, "from 1 to 16,383")


def test_other_pages_ask_for_nothing_of_the_studio(open_app: Open, watch: Watch) -> None:
    page = open_app("/app/")
    for name in ("Library", "Settings"):
        follow(page, name)
        expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
    for path in ("/privacy/", "/"):
        page.goto(path)
    assert not [request.url for request in watch.requests if re.search("/pixels/|studio[.]", request.url)]


def test_the_studio_asks_for_a_codec_when_it_is_needed(open_app: Open, watch: Watch) -> None:
    """The control."""
    page = open_app(STUDIO)
    assert not asked_for(watch, "/pixels/")
    choose_pictures(page, {"photo.jpg": encoded(photo(300, 200), "JPEG")})
    assert asked_for(watch, "/pixels/") == set(OWN), "only metadata is changed"
    fill(page, "Width", "150")
    assert {"jpeg.mjs", "mozjpeg_enc.wasm", "resize.mjs"} <= asked_for(watch, "/pixels/")
    assert "webp.mjs" not in asked_for(watch, "/pixels/")
    select(page, "Format", "webp")
    assert {"webp.mjs", "webp_enc_simd.wasm"} <= asked_for(watch, "/pixels/")


def test_a_heic_picture_comes_out_as_an_upright_jpeg(open_app: Open, watch: Watch) -> None:
    """tests/data/corners.heic has the four corners on their side, and a box that says so (irot), as phones write it.

    Written by pillow-heif 1.8.1 with libheif 1.23.6.
    """
    page = open_app(STUDIO)
    choose_pictures(page, {"phone.heic": (ROOT / "tests/data/corners.heic").read_bytes()})
    name, data = download(page)
    assert name == "phone.jpg"
    assert (decoded(data).format, decoded(data).size) == ("JPEG", (96, 64))
    assert corner_colours(decoded(data)) == [0, 1, 2, 3]
    assert "libheif.wasm" in asked_for(watch, "/pixels/")


def test_a_codec_that_does_not_arrive_gets_a_sentence(open_app: Open, watch: Watch) -> None:
    watch.expected += ["Failed to load resource", "ERR_FAILED"]
    page = open_app(STUDIO)
    page.context.route("**/pixels/*/avif.mjs", lambda route: route.abort())
    choose_pictures(page, {"photo.jpg": encoded(photo(300, 200), "JPEG")})
    select(page, "Format", "avif")
    says(page, "not on this device yet")
    page.context.unroute("**/pixels/*/avif.mjs")
    press(page, "Try again")
    assert decoded(download(page)[1]).format == "AVIF"


CANARY = b"canary-7f3a9c"


def test_a_picture_that_is_opened_is_in_no_store_and_in_no_request(open_app: Open, watch: Watch) -> None:
    page = open_app(STUDIO)
    picture = encoded(photo(300, 200), "JPEG", comment=CANARY)
    assert CANARY in picture
    choose_pictures(page, {"canary-name.jpg": picture})
    fill(page, "Width", "150")
    stores = str(page.evaluate(ALL_STORES))
    assert "canary" not in stores
    sent = [request for request in watch.requests if request.post_data_buffer or "canary" in request.url]
    assert not [request.url for request in sent if request.url.startswith("http")]
