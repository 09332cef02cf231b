"""What a provider sends back when all goes well, or politely refuses: the shapes, without the wire.

The shapes follow the types of the official SDKs (openai 3.51.0, google-genai 3.3.0); the contract tests let
both SDKs read them. Events that no client knows are among them, as providers add new ones at any time.
"""

from __future__ import annotations

import base64
import json
import struct
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Colour = tuple[int, int, int]

FINISHED_COLOUR: Colour = (46, 139, 87)
PARTIAL_COLOURS: tuple[Colour, ...] = ((200, 200, 200), (120, 160, 140))
GEMINI_COLOUR: Colour = (65, 105, 225)
GEMINI_DRAFT_COLOUR: Colour = (90, 90, 90)

TEXT = "Hi Zoë, loved your talk on grid storage — “batteries, but boring” 🙂. Worth a chat?"
"""Characters of one to four bytes, so that a stream that is cut anywhere cuts one of them."""

OPENAI_MODELS = ("gpt-6-luna", "gpt-image-2.5-flare", "gpt-image-1.5")
GEMINI_MODELS = ("gemini-3.5-flash-lite", "gemini-nano-banana-2.1")


def png(colour: Colour, width: int = 64, height: int = 64) -> bytes:
    """A PNG of one colour."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    row = b"\0" + bytes(colour) * width
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(row * height, 9))
        + chunk(b"IEND", b"")
    )


def lf_event(data: Mapping[str, object]) -> bytes:
    """As OpenAI writes one."""
    return f"event: {data['type']}\ndata: {json.dumps(data)}\n\n".encode()


def crlf_event(data: object) -> bytes:
    """As Gemini writes one: no name, CR LF, and characters as they are."""
    return f"data: {json.dumps(data, ensure_ascii=False)}\r\n\r\n".encode()


def openai_picture(size: str, quality: str, partials: int) -> list[bytes]:
    common = {
        "created_at": 1795132800,
        "size": size,
        "quality": quality,
        "background": "opaque",
        "output_format": "png",
    }
    drafts = [
        {
            "type": "image_generation.partial_image",
            "b64_json": _base64(png(colour)),
            "partial_image_index": index,
            **common,
        }
        for index, colour in enumerate(PARTIAL_COLOURS[:partials])
    ]
    usage = {
        "input_tokens": 210,
        "input_tokens_details": {"image_tokens": 0, "text_tokens": 210},
        "output_tokens": 639,
        "output_tokens_details": {"image_tokens": 639, "text_tokens": 0},
        "total_tokens": 849,
    }
    finished = {
        "type": "image_generation.completed",
        "b64_json": _base64(png(FINISHED_COLOUR)),
        **common,
        "usage": usage,
    }
    news = {"type": "image_generation.something_new", "progress": 0.5}
    return [lf_event(event) for event in (news, *drafts, finished)]


def openai_moderated_picture() -> list[bytes]:
    """The second half of moderation: the prompt passed, the picture did not."""
    error = {
        "type": "image_generation_user_error",
        "code": "moderation_blocked",
        "message": "Your request was rejected by the safety system.",
        "param": None,
    }
    return [lf_event({"type": "error", "error": error})]


def openai_text(text: str, model: str) -> list[bytes]:
    content = [{"type": "output_text", "text": text, "annotations": [], "logprobs": []}]
    deltas = [_text_event("response.output_text.delta", delta=piece, logprobs=[]) for piece in _pieces(text)]
    return _numbered(
        [
            {"type": "response.created", "response": _response(model, "in_progress")},
            {"type": "response.in_progress", "response": _response(model, "in_progress")},
            {"type": "response.something_new", "delta": "not for anyone"},
            {"type": "response.output_item.added", "output_index": 0, "item": _message([], "in_progress")},
            *deltas,
            _text_event("response.output_text.done", text=text, logprobs=[]),
            {"type": "response.output_item.done", "output_index": 0, "item": _message(content)},
            {
                "type": "response.completed",
                "response": _response(model, "completed", [_reasoning(), _message(content)]),
            },
        ]
    )


def openai_refusal(model: str, refusal: str = "I can't help with that.") -> list[bytes]:
    content = [{"type": "refusal", "refusal": refusal}]
    return _numbered(
        [
            _text_event("response.refusal.delta", delta=refusal),
            _text_event("response.refusal.done", refusal=refusal),
            {"type": "response.completed", "response": _response(model, "completed", [_message(content)])},
        ]
    )


def openai_incomplete(model: str, reason: str) -> list[bytes]:
    """`reason` as in `incomplete_details`: "max_output_tokens", "content_filter"."""
    response = {**_response(model, "incomplete"), "incomplete_details": {"reason": reason}}
    return _numbered(
        [
            _text_event("response.output_text.delta", delta="Hi Zo", logprobs=[]),
            {"type": "response.incomplete", "response": response},
        ]
    )


def openai_failed(model: str, code: str) -> list[bytes]:
    response = {**_response(model, "failed"), "error": {"code": code, "message": "It went wrong."}}
    return _numbered([{"type": "response.failed", "response": response}])


def openai_models() -> dict[str, object]:
    dates = {"gpt-image-1.5": "2026-12-01"}
    models = [
        {
            "id": model,
            "object": "model",
            "created": 1789000000,
            "owned_by": "system",
            "shutdown_date": dates.get(model),
        }
        for model in OPENAI_MODELS
    ]
    return {"object": "list", "data": models}


def gemini_picture() -> dict[str, object]:
    """A thought with a draft in it, words, the picture: only the last is meant for a visitor."""
    parts: list[object] = [
        {"text": "First a draft.", "thought": True},
        {"inlineData": _blob(GEMINI_DRAFT_COLOUR), "thought": True},
        {"text": "Here you are.", "thoughtSignature": "c2lnbmVk"},
        {"inlineData": _blob(GEMINI_COLOUR), "thoughtSignature": "c2lnbmVk"},
    ]
    usage = {
        "promptTokenCount": 200,
        "candidatesTokenCount": 1140,
        "totalTokenCount": 1400,
        "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 200}],
        "candidatesTokensDetails": [{"modality": "IMAGE", "tokenCount": 1120}],
        "thoughtsTokenCount": 60,
    }
    return _candidates(parts, "STOP", usage)


def gemini_words_only() -> dict[str, object]:
    return _candidates([{"text": "I can't draw that, but I can describe it."}], "STOP")


def gemini_finish(reason: str, message: str = "") -> dict[str, object]:
    """A candidate that was stopped: no content, and sometimes words about it."""
    candidate = {"finishReason": reason, "index": 0} | ({"finishMessage": message} if message else {})
    return {"candidates": [candidate], **_gemini_ends()}


def gemini_blocked(reason: str = "PROHIBITED_CONTENT") -> dict[str, object]:
    return {"promptFeedback": {"blockReason": reason}, **_gemini_ends()}


def gemini_text(text: str) -> list[bytes]:
    usage = {
        "promptTokenCount": 800,
        "candidatesTokenCount": 40,
        "thoughtsTokenCount": 60,
        "totalTokenCount": 900,
    }
    *first, last = _pieces(text)
    thought = _candidates([{"text": "Keep it short.", "thought": True}])
    news = {"somethingNew": {"a": 1}, **_gemini_ends()}
    ending = _candidates([{"text": last, "thoughtSignature": "c2lnbmVk"}], "STOP", usage)
    events = [thought, news, *(_candidates([{"text": piece}]) for piece in first), ending]
    return [crlf_event(event) for event in events]


def gemini_models() -> dict[str, object]:
    models = [
        {
            "name": f"models/{model}",
            "version": "1",
            "displayName": model,
            "supportedGenerationMethods": ["generateContent", "countTokens"],
        }
        for model in GEMINI_MODELS
    ]
    embedding = {"name": "models/gemini-embedding-2", "supportedGenerationMethods": ["embedContent"]}
    return {"models": [*models, embedding]}


def _pieces(text: str, size: int = 7) -> list[str]:
    return [text[start : start + size] for start in range(0, len(text), size)]


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _numbered(events: Iterable[Mapping[str, object]]) -> list[bytes]:
    return [lf_event({**event, "sequence_number": number}) for number, event in enumerate(events)]


def _text_event(kind: str, **fields: object) -> dict[str, object]:
    return {"type": kind, "item_id": "msg_fake", "output_index": 0, "content_index": 0, **fields}


def _message(content: Sequence[Mapping[str, object]], status: str = "completed") -> dict[str, object]:
    return {
        "type": "message",
        "id": "msg_fake",
        "role": "assistant",
        "status": status,
        "content": list(content),
    }


def _reasoning() -> dict[str, object]:
    return {"type": "reasoning", "id": "rs_fake", "summary": []}


def _response(model: str, status: str, output: Sequence[Mapping[str, object]] = ()) -> dict[str, object]:
    usage = {
        "input_tokens": 800,
        "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 0},
        "output_tokens": 100,
        "output_tokens_details": {"reasoning_tokens": 60},
        "total_tokens": 900,
    }
    return {
        "id": "resp_fake",
        "object": "response",
        "created_at": 1795132800,
        "status": status,
        "error": None,
        "incomplete_details": None,
        "instructions": None,
        "metadata": {},
        "model": model,
        "output": list(output),
        "parallel_tool_calls": True,
        "store": False,
        "temperature": 1.0,
        "tool_choice": "auto",
        "tools": [],
        "top_p": 1.0,
        "usage": usage if status == "completed" else None,
    }


def _candidates(parts: list[object], finish: str = "", usage: Mapping[str, object] | None = None) -> dict[str, object]:
    candidate: dict[str, object] = {"content": {"role": "model", "parts": parts}, "index": 0}
    if finish:
        candidate["finishReason"] = finish
    return {"candidates": [candidate], **_gemini_ends(), **({"usageMetadata": usage} if usage else {})}


def _gemini_ends() -> dict[str, object]:
    return {"modelVersion": "gemini-fake", "responseId": "fake"}


def _blob(colour: Colour) -> dict[str, str]:
    return {"mimeType": "image/png", "data": _base64(png(colour))}
