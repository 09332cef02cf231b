"""The form on Create ⇄ what was asked for. Unknown choices fall back to the default; words are the visitor's own.

Field names are those of the HTML. `guess.name` and its kind hold what was last read from a paste: a field
that differs from its guess was typed by hand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields, replace
from hashlib import sha256
from math import isfinite
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from linkepix.errors import FormError
from linkepix.model.channel import CHANNELS
from linkepix.model.company import DEFAULT_BRAND_COLOUR, TONES, Company
from linkepix.model.cues import CUE_CHOICES, STYLES, Cues
from linkepix.model.prospect import FORM_FIELDS, PROSPECT_FIELDS, Guess, Prospect
from linkepix.model.request import MAX_VARIANTS, ON_DEVICE, MakerChoice, Request
from linkepix.providers.registry import MAKERS, Capability, provider_by_id
from linkepix.services.drafting import draft_prospect

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from starlette.requests import Request as HttpRequest

LANGUAGES = (
    "English", "Deutsch", "Español", "Français", "Italiano", "Nederlands", "Polski", "Português",
    "Português (Portugal)", "Svenska", "Türkçe", "Українська", "العربية", "हिन्दी", "日本語", "한국어", "中文",
)  # fmt: skip
"""By their own names, so that no page has to translate them."""

MAX_FIELDS = 200
MAX_FIELD_BYTES = 2**20
"""Limits of a form: its fields, and the bytes or characters of each."""

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_MODEL_ID = re.compile(r"[\w.:/@-]{0,200}")


@dataclass(frozen=True, slots=True)
class CreateForm:
    """The form as it stands. `problems` maps a field's name to the problem's id.

    `about_read` marks the paste that the fields were last read from; `is_new` says that it is about another person
    than the one before.
    """

    request: Request = field(default_factory=Request)
    about: str = ""
    about_read: str = ""
    guesses: Mapping[str, Guess] = field(default_factory=dict)
    offers: Mapping[str, str] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)
    is_new: bool = False

    @property
    def has_unread_paste(self) -> bool:
        return bool(self.about.strip()) and self.about_read != mark_of(self.about)


async def read_form(request: HttpRequest) -> dict[str, str]:
    """Return the text fields of a URL-encoded or multipart body, with newlines as Python writes them.

    Raises FormError for a body over the limits, with a file, or that does not parse.
    """
    if request.headers.get("content-type", "").startswith("multipart/form-data"):
        pairs = await _multipart_fields(request)
    else:
        pairs = _url_encoded_fields(await request.body())
    return {name: value.replace("\r\n", "\n") for name, value in pairs}


async def _multipart_fields(request: HttpRequest) -> list[tuple[str, str]]:
    try:
        async with request.form(max_files=0, max_fields=MAX_FIELDS, max_part_size=MAX_FIELD_BYTES) as form:
            return [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
    except HTTPException as error:
        raise FormError(error.detail) from error


async def read_form_with_file(request: HttpRequest, name: str, most_bytes: int) -> tuple[dict[str, str], bytes]:
    """Return the text fields of a multipart body and the file of this name: no more than one byte over `most_bytes`.

    Without such a file it is empty. Raises FormError as `read_form` does, and for a second file.
    """
    values, _, data = await read_upload(request, name, most_bytes)
    return values, data


async def read_upload(request: HttpRequest, name: str, most_bytes: int) -> tuple[dict[str, str], str, bytes]:
    """Return text fields, and name and bytes of the file of this name, from a body of either kind.

    Both are empty without one; of the bytes there is no more than one over `most_bytes`. Raises FormError.
    """
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await read_form(request), "", b""
    try:
        async with request.form(max_files=1, max_fields=MAX_FIELDS, max_part_size=MAX_FIELD_BYTES) as form:
            file = form.get(name)
            data = await file.read(most_bytes + 1) if isinstance(file, UploadFile) else b""
            file_name = (file.filename or "") if isinstance(file, UploadFile) else ""
            return {key: value for key, value in form.items() if isinstance(value, str)}, file_name, data
    except HTTPException as error:
        raise FormError(error.detail) from error


def _url_encoded_fields(body: bytes) -> list[tuple[str, str]]:
    """Starlette's own reader takes more than twice as long, at each keystroke (docs/adr/0016)."""
    try:
        pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MAX_FIELDS)
    except ValueError as error:
        raise FormError(str(error)) from error
    if any(len(value) > MAX_FIELD_BYTES for _, value in pairs):
        raise FormError("a field is too long")
    return pairs


def number(values: Mapping[str, str], name: str, default: float = 0.0) -> float:
    """Return the number of a field; the default for what is none, or no finite one."""
    try:
        value = float(values.get(name, default))
    except ValueError:
        return default
    return value if isfinite(value) else default


def mark_of(text: str) -> str:
    """Tells one paste from another without keeping it twice."""
    return sha256(text.encode()).hexdigest()[:16]


def create_form(values: Mapping[str, str]) -> CreateForm:
    model = values.get("picture_model", ""), values.get("message_model", "")
    problems = {
        name: "model"
        for name, value in zip(("picture_model", "message_model"), model, strict=True)
        if not _MODEL_ID.fullmatch(value.strip())
    }
    return CreateForm(
        request_from(values),
        about=values.get("about", ""),
        about_read=values.get("about_read", ""),
        guesses=_guesses(values),
        problems=problems,
    )


def filled(form: CreateForm, *, is_next: bool = False) -> CreateForm:
    """The form with its paste read; with `is_next` as one about the next prospect."""
    drafted = draft_prospect(form.about, form.request.prospect, form.guesses, is_next=is_next)
    return replace(
        form,
        request=replace(form.request, prospect=drafted.prospect),
        about_read=mark_of(form.about),
        guesses=drafted.guesses,
        offers=drafted.offers,
        problems={"about": drafted.problem} if drafted.problem else form.problems,
        is_new=drafted.is_new,
    )


def _guesses(values: Mapping[str, str]) -> dict[str, Guess]:
    """What was last read for each field that still has a guess next to it."""
    named = {name: values[f"guess.{name}"] for name in PROSPECT_FIELDS if f"guess.{name}" in values}
    sure = {name: values.get(f"sure.{name}") == "yes" for name in named}
    return {name: Guess.restored(value, sure=sure[name]) for name, value in named.items()}


def request_from(values: Mapping[str, str]) -> Request:
    return Request(
        prospect=Prospect(**{name: values.get(name, "").strip() for name in FORM_FIELDS}),
        company=company_from(values),
        cues=Cues(**{name: _one_of(ids, values.get(name, ""), "") for name, ids in CUE_CHOICES.items()}),
        style=_one_of(STYLES, values.get("style", "")),
        channel=_one_of([channel.id for channel in CHANNELS], values.get("channel", "")),
        variants=int(_one_of([str(n + 1) for n in range(MAX_VARIANTS)], values.get("variants", ""))),
        picture_by=_picture_choice(values),
        message_by=_message_choice(values),
        attach_card=values.get("attach_card") == "yes",
    )


def company_from(values: Mapping[str, str]) -> Company:
    colour = values.get("brand_colour", "")
    return Company(
        name=values.get("company_name", "").strip(),
        offer=values.get("offer", "").strip(),
        tone=_one_of(TONES, values.get("tone", "")),
        language=_one_of(LANGUAGES, values.get("language", "")),
        brand_colour=colour.lower() if _COLOUR.fullmatch(colour) else DEFAULT_BRAND_COLOUR,
        sender=values.get("sender", "").strip(),
    )


def values_of(form: CreateForm) -> dict[str, str]:
    """The inverse of `create_form`: what a draft keeps."""
    request = form.request
    company = {field.name: getattr(request.company, field.name) for field in fields(Company)}
    company["company_name"] = company.pop("name")
    prospect = {name: getattr(request.prospect, name) for name in FORM_FIELDS}
    cues = {name: getattr(request.cues, name) for name in CUE_CHOICES}
    rest = {"style": request.style, "channel": request.channel, "variants": str(request.variants)}
    rest["attach_card"] = "yes" if request.attach_card else ""
    makers = _choice_values("picture", request.picture_by) | _choice_values("message", request.message_by)
    guesses = {f"guess.{name}": guess.value for name, guess in form.guesses.items()}
    sure = {f"sure.{name}": "yes" if guess.is_sure else "no" for name, guess in form.guesses.items()}
    about = {"about": form.about, "about_read": form.about_read}
    return {**about, **prospect, **guesses, **sure, **company, **cues, **rest, **makers}


def merged(typed: Mapping[str, str], kept: Mapping[str, str]) -> dict[str, str]:
    """Field by field: what differs from a form that nobody touched was typed, the rest is as it was kept."""
    first = values_of(create_form({}))
    names = typed.keys() | kept.keys() | first.keys()
    chosen = {name: typed.get(name, first.get(name, "")) for name in names}
    untouched = [name for name in names if chosen[name] == first.get(name, "")]
    chosen |= {name: kept[name] for name in untouched if name in kept}
    return chosen | {f"{part}_by_was": chosen[f"{part}_by"] for part in ("picture", "message")}


def _choice_values(part: str, choice: MakerChoice) -> dict[str, str]:
    by = f"{part}_by"
    named = {f"{part}_{name}": getattr(choice, name) for name in ("model", "size", "quality")}
    return {by: choice.provider, f"{by}_was": choice.provider, **named}


def _picture_choice(values: Mapping[str, str]) -> MakerChoice:
    choice = _maker_choice(values, "picture")
    able = provider_by_id(choice.provider).picture or Capability()
    return replace(
        choice,
        size=_one_of(able.sizes, values.get("picture_size", ""), ""),
        quality=_one_of(able.qualities, values.get("picture_quality", ""), able.default_quality),
    )


def _message_choice(values: Mapping[str, str]) -> MakerChoice:
    return _maker_choice(values, "message")


def _maker_choice(values: Mapping[str, str], part: str) -> MakerChoice:
    """A model's name belongs to its provider: it is dropped when the provider has changed."""
    able_ones = [row.id for row in MAKERS if (row.picture if part == "picture" else row.message)]
    provider = _one_of(able_ones, values.get(f"{part}_by", ""), ON_DEVICE)
    row = provider_by_id(provider)
    able = (row.picture if part == "picture" else row.message) or Capability()
    typed = values.get(f"{part}_model", "").strip()
    changed = values.get(f"{part}_by_was", provider) != provider
    return MakerChoice(provider, able.default_model if changed or not typed else typed)


def _one_of(choices: Iterable[str], value: str, default: str | None = None) -> str:
    known = tuple(choices)
    if value in known:
        return value
    return known[0] if default is None else default
