"""What the partials of a page are given, in the browser and, for its first state, in the build.

A page is prerendered from the very partials that the worker renders later, with nothing stored yet.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from linkepix.model.channel import CHANNELS
from linkepix.model.company import TONES
from linkepix.model.cues import CUE_CHOICES, SETTING_FAMILIES, STYLES
from linkepix.model.prospect import FORM_FIELDS
from linkepix.model.request import MAX_VARIANTS
from linkepix.providers.pricing import PRICES_CHECKED
from linkepix.providers.registry import GATEWAYS, IMAGEKIT, MAKERS, provider_by_id
from linkepix.services.generation.plan import plan
from linkepix.services.logo import LOGO_SIDE, MAX_FILE_BYTES, MAX_FILE_PIXELS, SAMPLE_SIDE
from linkepix.web.forms import LANGUAGES, CreateForm
from linkepix.writing.language import language_of
from linkepix.writing.names import call_by

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jinja2 import Environment

    from linkepix.model.practices import Practices
    from linkepix.ports import StorageEstimate
    from linkepix.services.generation.plan import Plan

type Context = dict[str, object]


LOGO_FIELD: Mapping[str, object] = MappingProxyType(
    {
        "logo_address": "",
        "logo_problem": "",
        "logo_notice": "",
        "logo_side": LOGO_SIDE,
        "sample_side": SAMPLE_SIDE,
        "most_bytes": MAX_FILE_BYTES,
        "most_pixels": MAX_FILE_PIXELS,
    }
)
"""For partials/create/logo.html where there is no logo: it is asked for when the form is there."""

SETTINGS = ("company", "look", "message", "makers")
"""Groups of settings on Create that are open until there is a card."""


def create_context(
    form: CreateForm, planned: Plan, providers_with_key: Iterable[str], opened: Iterable[str] = ()
) -> Context:
    """For partials/create/*.html. `opened` are those of SETTINGS that are rendered open."""
    return {
        "form": form,
        "prospect_fields": FORM_FIELDS,
        "call_by": call_by(form.request.prospect.name),
        "channels": CHANNELS,
        "styles": STYLES,
        "cue_choices": CUE_CHOICES,
        "setting_families": SETTING_FAMILIES,
        "tones": TONES,
        "languages": LANGUAGES,
        "variants": range(1, MAX_VARIANTS + 1),
        "providers": MAKERS,
        "with_key": frozenset(providers_with_key),
        "opened": frozenset(opened),
        **LOGO_FIELD,
        "picture_row": provider_by_id(form.request.picture_by.provider),
        "message_row": provider_by_id(form.request.message_by.provider),
        **leaves_context(planned),
    }


def leaves_context(planned: Plan) -> Context:
    """For partials/create/leaves.html: the one that follows each keystroke."""
    return {
        "disclosures": planned.disclosures,
        "prices_checked": PRICES_CHECKED,
        "english_instead_of": _english_instead_of(planned),
    }


def _english_instead_of(planned: Plan) -> str:
    """The language that was chosen, where the writer on this device does not know it; else ""."""
    languages = [job.company.language for job in planned.jobs if job.part == "message" and job.choice.is_on_device]
    return next((name for name in languages if language_of(name).is_fallback), "")


KEY_FORM: Mapping[str, object] = MappingProxyType(
    {"notice": "", "problem": "", "error": None, "models": (), "saved": False}
)
"""What partials/settings/key.html says beside the field: nothing, unless an act just now gave it something."""


ACCOUNT_FORM: Mapping[str, object] = MappingProxyType(
    {"notice": "", "problem": None, "error": None, "units": 0, "saved": False}
)
"""The same for partials/settings/account.html."""

NO_ACCOUNT: Mapping[str, str] = MappingProxyType({"private": "", "public": "", "endpoint": ""})


def settings_context(
    last_four: Mapping[str, str],
    storage: StorageEstimate | None = None,
    account: Mapping[str, str] = NO_ACCOUNT,
    *,
    has_gateway: bool = False,
    erased: bool = False,
) -> Context:
    """For partials/settings/all.html; `last_four` maps a provider's id to the end of its key.

    `account` is what is shown of that at ImageKit: see `views.account.account_of`.
    """
    return {
        "providers": [row for row in MAKERS if row.key_setting and not row.is_gateway],
        "gateways": GATEWAYS,
        "has_gateway": has_gateway,
        "last_four": last_four,
        "imagekit": IMAGEKIT,
        "account": account,
        "storage": storage,
        "asked": False,
        "erased": erased,
        **KEY_FORM,
    }


def first_state(templates: Environment, page: str, practices: Practices) -> Context:
    """What the build prerenders a page with: nothing stored, nothing typed. Pages without a state: nothing."""
    match page:
        case "create":
            form = CreateForm()
            return create_context(form, plan(templates, practices, form.request), (), SETTINGS)
        case "settings":
            return settings_context({})
        case "studio":
            # In the browser it comes later; there, no first state is made.
            from linkepix.web.studio_form import studio_context

            return studio_context()
        case _:
            return {}
