"""A photo of the studio never reaches a prompt, wherever it is kept: real requests, and providers that answer."""

from __future__ import annotations

import asyncio
import base64
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import httpx
import pytest
from PIL import Image

from linkepix.model.recipe import Size
from tests.fakes import answers
from tests.fakes.imagekit import ENDPOINT, HOSTS, PRIVATE_KEY, PUBLIC_KEY, FakeImageKit
from tests.support.app_context import make_app
from tests.support.needles import forms_of, holding
from tests.support.pictures import encoded, photo
from tests.web.conftest import PROSPECT, Visitor
from tests.web.test_studio import changed, opened, pixels, worked

if TYPE_CHECKING:
    from jinja2 import Environment

    from linkepix.services.open_pictures import Origin

NAME = "canary-name-7f3a9c"
COMMENT, EXIF, XMP = b"canary-comment-7f3a9c", b"canary-exif-7f3a9c", b"canary-xmp-7f3a9c"
DESCRIPTION = 0x010E
KEYS = {"openai": "sk-test-ok", "gemini": "AQ.test-ok"}


def _photo() -> bytes:
    exif = Image.Exif()
    exif[DESCRIPTION] = EXIF.decode()
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><!-- %s --></x:xmpmeta>' % XMP
    return encoded(photo(300, 200), "JPEG", comment=COMMENT, exif=exif, xmp=xmp)


PHOTO = _photo()
PIXELS = {form for start in range(2_000, len(PHOTO) - 200, 400) for form in forms_of(PHOTO[start : start + 60])}
"""Stretches of the file that hold nothing but pixels, encoded."""
WORDS = {form for words in (NAME.encode(), COMMENT, EXIF, XMP) for form in forms_of(words)}


class Net:
    """Every provider, each with its real answers; `sent` has all that was asked: address, headers and body."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.hosts: list[str] = []
        self.imagekit = FakeImageKit()

    async def answer(self, request: httpx.Request) -> httpx.Response:
        self.hosts.append(request.url.host)
        self.sent += [json.dumps([str(request.url), dict(request.headers)]).encode(), await request.aread()]
        if request.url.host in HOSTS:
            return await self.imagekit.transport().handle_async_request(request)
        if request.url.path.endswith(":generateContent"):
            return httpx.Response(200, json=answers.gemini_picture())
        if request.url.path.endswith("/images/generations"):
            return _stream(answers.openai_picture("1024x1024", "low", 0))
        is_gemini = request.url.host.startswith("generativelanguage")
        text = answers.gemini_text(answers.TEXT) if is_gemini else answers.openai_text(answers.TEXT, "gpt-6-luna")
        return _stream(text)


def _stream(events: list[bytes]) -> httpx.Response:
    return httpx.Response(200, headers={"content-type": "text/event-stream"}, content=b"".join(events))


@pytest.fixture
def net() -> Net:
    return Net()


@pytest.fixture
def visitor(templates: Environment, net: Net) -> Visitor:
    """Somebody who has put a photo with all that it says of itself into the library, and on a card."""
    visitor = Visitor(*make_app(templates, net.answer))
    visitor.app.settings.update({f"key.{provider}": key for provider, key in KEYS.items()})
    made_by(visitor, "openai")
    pixels(visitor).data[NAME] = PHOTO
    opened(visitor, **{NAME: Size(300, 200)})
    changed(visitor, metadata="place")
    visitor.post("studio/save")
    visitor.app.editing.origins[NAME] = _card_of(visitor)
    visitor.post("studio/save", {"as": "version"})
    assert len(visitor.store.generations) == 2
    assert len(visitor.store.generations["id-1"].versions) == 2
    return visitor


def _card_of(visitor: Visitor) -> Origin:
    """As if the photo had been opened from the card."""
    pixels(visitor).files["library-id-1-1"] = Size(64, 64)
    worked(visitor, visitor.post("studio/open", page="/app/studio/?open=id-1"))
    origin = visitor.app.editing.origin
    visitor.post("studio/show", {"picture": NAME})
    assert origin
    return origin


def made_by(visitor: Visitor, provider: str, **more: str) -> None:
    by = {f"{part}_by{was}": provider for part in ("picture", "message") for was in ("", "_was")}
    visitor.post("create/generate", PROSPECT | by | more)


def kept(visitor: Visitor) -> list[bytes]:
    """All that is stored, as bytes: pictures, and the rest as JSON."""
    store = visitor.store
    records = [asdict(record) for record in store.generations.values()]
    lines = [asdict(line) for line in store.ledger.values()]
    rest = json.dumps([records, lines, store.drafts]).encode()
    return [*(picture.data for picture in store.pictures.values()), rest]


@pytest.mark.parametrize("provider", KEYS)
def test_no_request_for_a_picture_or_a_message_holds_anything_of_a_photo(
    visitor: Visitor, net: Net, provider: str
) -> None:
    photo_id = next(record.id for record in visitor.store.generations.values() if record.is_picture)
    for more in ({}, {"again": "picture"}, {"again": "scene"}, {"again": "warmer"}):
        made_by(visitor, provider, generation="id-1", **more)
    visitor.post("create", page=f"/app/?from={photo_id}&at=1")
    made_by(visitor, provider, generation=photo_id)
    visitor.post("create/preview", PROSPECT)
    assert len(net.hosts) > 8
    assert holding(net.sent, {b"Nordwind"}), "the control: what is sent is seen"
    assert not holding(net.sent, WORDS | PIXELS)


def test_the_photo_is_in_the_library_with_all_that_the_visitor_kept_of_it(visitor: Visitor) -> None:
    """A control: there is something that could leak."""
    for needle in (COMMENT, EXIF, NAME.encode()):
        assert holding(kept(visitor), {needle}), needle
    assert len(holding(kept(visitor), PIXELS)) == 2


def test_what_is_on_activity_and_in_its_files_holds_nothing_of_it(visitor: Visitor) -> None:
    files = visitor.app.file_urls
    for kind in ("csv", "json"):
        visitor.get(f"activity/export/{kind}")
    written = [*files.made.values(), visitor.get("activity").encode()]  # type: ignore[attr-defined]
    assert holding(written, {b"api.openai.com"}), "the control"
    assert not holding(written, WORDS | PIXELS)
    assert not holding([json.dumps(dict(visitor.app.settings)).encode()], WORDS | PIXELS)


def test_a_photo_that_leaks_would_have_been_found(visitor: Visitor, net: Net) -> None:
    """The control: one is sent to ImageKit, as the visitor agreed, and its pixels are seen on the way."""

    async def send() -> None:
        visitor.app.imagekit.save_account(PRIVATE_KEY, PUBLIC_KEY, ENDPOINT)
        cloud = visitor.app.late_editing.cloud
        await cloud.prepare()
        assert cloud.sheet
        cloud.send(cloud.sheet.prepared.id)
        while cloud.is_running:
            await cloud.wait()

    net.imagekit.now = lambda: visitor.app.clock.now().timestamp()
    asyncio.run(send())
    assert len(holding(net.sent, PIXELS)) == 1
    assert not holding(net.sent, WORDS), "metadata and name are removed for ImageKit, too"
    in_json = json.dumps({"image": base64.b64encode(PHOTO).decode()}).encode()
    assert holding([in_json], PIXELS)
