"""Bodies of requests on their way from a form of a page to Python."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import FilePayload, Page, Worker

type Open = Callable[..., Page]

ADDRESS = "/app/-/echo"

ECHO = """(address) => void pyodide.runPython(`
import hashlib, json
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response

async def described(value):
    if isinstance(value, str):
        return value
    digest = hashlib.sha256()
    while chunk := await value.read(2**20):
        digest.update(chunk)
    return [value.filename, value.content_type, value.size, digest.hexdigest()]

async def echo(app, scope, receive, send, others=Starlette.__call__):
    if scope["path"] != "${address}":
        return await others(app, scope, receive, send)
    request = Request(scope, receive)
    async with request.form() as form:
        told = [[name, await described(value)] for name, value in form.multi_items()]
    await Response(json.dumps([request.headers["content-type"], told]), media_type="text/html")(scope, receive, send)

Starlette.__call__ = echo`)"""
"""Makes the application answer one more address: with the type of the body and what a form's parser found in it."""

FORM = """({ address, enctype, fields }) => {
  const form = document.createElement("form");
  form.setAttribute("hx-post", address);
  form.setAttribute("hx-target", "#echoed");
  form.enctype = enctype;
  for (const [name, value] of fields) {
    const field = document.createElement("textarea");
    Object.assign(field, { name, value });
    form.append(field);
  }
  if (address.endsWith("echo"))
    form.append(Object.assign(document.createElement("input"), { type: "file", name: "file", id: "file" }));
  form.append(Object.assign(document.createElement("button"), { textContent: "Send it" }));
  document.querySelector("main").append(form, Object.assign(document.createElement("div"), { id: "echoed" }));
  htmx.process(form);
}"""

BODIES = """globalThis.bodies = [];
const { postMessage } = Worker.prototype;
Worker.prototype.postMessage = function (message, transfer) {
  if (message.type === "request") bodies.push({ path: message.head.path, kind: message.body.constructor.name });
  postMessage.call(this, message, transfer);
  if (message.type === "request") bodies.at(-1).left = message.body.byteLength ?? message.body.size;
};"""
"""Notes the kind of each body that a page sends, and how many of its bytes the page still has afterwards."""

FIELDS = [("name", "Zoë Ünal"), ("notes", "first line\nsecond & last = 100 %"), ("name", "once more")]
BYTES = bytes(range(256)) * 1_000
LARGE = hashlib.shake_128(b"20 MB").digest(20_000_000)

UNREADABLE = "() => { Blob.prototype.arrayBuffer = async () => { throw new DOMException('gone', 'NotReadableError') } }"


def heap(worker: Worker) -> int:
    return int(worker.evaluate("() => pyodide._module.HEAPU8.length"))


def add_form(page: Page, enctype: str, address: str = ADDRESS) -> None:
    page.evaluate(FORM, {"address": address, "enctype": enctype, "fields": FIELDS})


def choose(page: Page, name: str, data: bytes) -> list[object]:
    """Chooses a file in the form; returns what Python should find."""
    file: FilePayload = {"name": name, "mimeType": "image/x-example", "buffer": data}
    page.locator("#file").set_input_files(files=[file])
    return ["file", [name, "image/x-example", len(data), hashlib.sha256(data).hexdigest()]]


def echoed(page: Page) -> list[Any]:
    page.get_by_role("button", name="Send it").click()
    expect(page.locator("#echoed")).not_to_be_empty(timeout=30_000)
    return list(json.loads(page.locator("#echoed").inner_text()))


@pytest.fixture
def echoing(page: Page, open_app: Open) -> Page:
    page.add_init_script(BODIES)
    open_app()
    page.workers[0].evaluate(ECHO, ADDRESS)
    return page


def test_a_multipart_form_arrives_with_its_fields_and_its_file_byte_for_byte(echoing: Page) -> None:
    add_form(echoing, "multipart/form-data")
    file = choose(echoing, "Bild 1 (ü).bin", BYTES)
    content_type, form = echoed(echoing)
    assert content_type.startswith("multipart/form-data; boundary=")
    fields = [[name, value.replace("\n", "\r\n")] for name, value in FIELDS]
    assert form == [*fields, file]


def test_a_form_without_files_arrives_url_encoded_and_is_transferred(echoing: Page) -> None:
    add_form(echoing, "application/x-www-form-urlencoded")
    content_type, form = echoed(echoing)
    assert content_type == "application/x-www-form-urlencoded"
    assert [[name, value.replace("\r\n", "\n")] for name, value in form if name != "file"] == [*map(list, FIELDS)]
    (body,) = echoing.evaluate(f"bodies.filter(({{ path }}) => path === '{ADDRESS}')")
    assert (body["kind"], body["left"]) == ("Uint8Array", 0)


def test_a_file_of_20_mb_crosses_as_a_reference_and_is_read_in_chunks(echoing: Page, tmp_path: Path) -> None:
    worker = echoing.workers[0]
    before = heap(worker)
    add_form(echoing, "multipart/form-data")
    (tmp_path / "large.bin").write_bytes(LARGE)
    echoing.locator("#file").set_input_files(tmp_path / "large.bin")
    _, form = echoed(echoing)
    assert form[-1] == [
        "file",
        ["large.bin", "application/octet-stream", len(LARGE), hashlib.sha256(LARGE).hexdigest()],
    ]
    (body,) = echoing.evaluate(f"bodies.filter(({{ path }}) => path === '{ADDRESS}')")
    assert body["kind"] == "Blob"
    assert body["left"] > len(LARGE)
    assert heap(worker) - before < len(LARGE) / 2


@pytest.mark.parametrize("readable", [True, False], ids=["readable", "unreadable"])
def test_a_body_that_cannot_be_read_is_said_in_a_sentence(echoing: Page, *, readable: bool) -> None:
    """With the readable one as the control; what cannot be read is otherwise a file that was moved."""
    if not readable:
        echoing.workers[0].evaluate(UNREADABLE)
    add_form(echoing, "multipart/form-data", "/app/-/create/preview")
    with echoing.expect_event("console", lambda said: said.text == "answered"):
        echoing.evaluate("document.addEventListener('htmx:after:swap', () => console.log('answered'))")
        echoing.get_by_role("button", name="Send it").click()
    expect(echoing.get_by_text("could not be opened")).to_have_count(0 if readable else 1)
