"""Who can draw and write, as rows: where they are, what they take, what they charge, until when.

Model ids are data and go stale by the month, so that none of them is an enum and any other id may be typed.
Sources, all read on CHECKED: ids from the official SDKs (openai 3.51.0, google-genai 3.3.0); prices from the
price table of litellm 1.109.1, which quotes developers.openai.com/api/docs/pricing and
ai.google.dev/gemini-api/docs/pricing; dates from developers.openai.com/api/docs/deprecations. The factors
behind a picture's price are explained in `pricing`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from math import log
from typing import TYPE_CHECKING

from linkepix.model.request import ON_DEVICE

if TYPE_CHECKING:
    from linkepix.model.request import MakerChoice

CHECKED = "2026-11-20"

_SNAPSHOT_DATE = re.compile(r"-\d{4}-\d{2}-\d{2}$")


@dataclass(frozen=True, slots=True)
class Prices:
    """US dollars per million tokens; `picture_out` is the price of what is drawn."""

    text_in: float
    text_out: float = 0.0
    picture_out: float = 0.0


@dataclass(frozen=True, slots=True)
class ModelRow:
    """One model. Dates are ISO; `shutdown` is empty where none was announced by `checked`.

    How many tokens a picture has: `picture_tokens` where it is always the same, `factors` (quality → factor)
    where it follows from the size, neither where nobody has published it.
    """

    id: str
    prices: Prices | None = None
    picture_tokens: int = 0
    factors: tuple[tuple[str, int], ...] = ()
    shutdown: str = ""
    checked: str = CHECKED


@dataclass(frozen=True, slots=True)
class Capability:
    """What a provider takes for a picture or a message, in its own words.

    `partials` is how many unfinished pictures are asked for on the way.
    """

    models: tuple[ModelRow, ...] = ()
    sizes: tuple[str, ...] = ()
    qualities: tuple[str, ...] = ()
    default_model: str = ""
    default_size: str = ""
    default_quality: str = ""
    partials: int = 0

    def completed(self, choice: MakerChoice) -> MakerChoice:
        """`choice` with the defaults where it is empty."""
        return replace(
            choice,
            model=choice.model.strip() or self.default_model,
            size=choice.size or self.default_size,
            quality=choice.quality or self.default_quality,
        )

    def shaped(self, choice: MakerChoice, shape: float) -> MakerChoice:
        """`choice` with the size whose width by height comes nearest to `shape`, where it is empty."""
        if choice.size or not self.sizes:
            return choice
        return replace(choice, size=min(self.sizes, key=lambda size: abs(log(_shape_of(size) / shape))))

    def row(self, model: str) -> ModelRow | None:
        """The row of a model; a dated snapshot ("…-2026-09-08") has the row of its model."""
        rows = {row.id: row for row in self.models}
        return rows.get(model) or rows.get(_SNAPSHOT_DATE.sub("", model))


def _shape_of(size: str) -> float:
    """Width by height, of "1024x1536" or "2:3"."""
    width, height = map(int, re.split("[x:]", size))
    return width / height


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider. Without a `base_url` nothing leaves the device, and there is no key.

    `key_setting` names the key in the settings store; `key_page` is where a visitor makes one; `account_fields` what
    else an account has, each kept under the key's name with a dot and the field's. That its hosts may be talked to at
    all stands in `content/data-practices.toml`, in the [[recipient]] of the same id.

    A gateway has pictures made by Midjourney. One with an `address` among its fields is the visitor's own, and its
    recipient is that of this address; `base_url` stands for one on the visitor's machine.
    """

    id: str
    name: str = ""
    base_url: str = ""
    key_setting: str = ""
    key_page: str = ""
    picture: Capability | None = None
    message: Capability | None = None
    account_fields: tuple[str, ...] = ()
    is_gateway: bool = False

    @property
    def settings_names(self) -> tuple[str, ...]:
        """Under which names the settings store has what belongs to the account."""
        return (self.key_setting, *(f"{self.key_setting}.{field}" for field in self.account_fields))


_ON_DEVICE = Provider(
    ON_DEVICE,
    picture=Capability(sizes=("1024x1024", "1536x1024", "1024x1536", "1200x627"), default_size="1024x1024"),
    message=Capability(),
)

_GPT_IMAGE = Prices(text_in=5, picture_out=30)
_FACTORS_2_5 = (("low", 16), ("medium", 24), ("high", 48), ("xhigh", 64), ("max", 96))

OPENAI_PICTURE = Capability(
    models=(
        ModelRow("gpt-image-2.5-flare", _GPT_IMAGE, factors=_FACTORS_2_5),
        ModelRow("gpt-image-2.5-sunburst", _GPT_IMAGE, factors=_FACTORS_2_5),
        ModelRow("gpt-image-2.6-flare", _GPT_IMAGE),
        ModelRow("gpt-image-2.6-sunburst", _GPT_IMAGE),
        ModelRow("gpt-image-2", _GPT_IMAGE, factors=(("low", 16), ("medium", 48), ("high", 96))),
        ModelRow("gpt-image-1.5", Prices(5, 10, picture_out=32), shutdown="2026-12-01"),
        ModelRow("gpt-image-1-mini", Prices(2, picture_out=8), shutdown="2026-12-01"),
        ModelRow("chatgpt-image-latest", shutdown="2026-12-01"),
        ModelRow("gpt-image-1", shutdown="2026-10-23"),
    ),
    sizes=("1024x1024", "1536x1024", "1024x1536", "1280x720"),
    qualities=("low", "medium", "high", "xhigh", "max"),
    # 2.5 rather than 2.6: the price of its pictures is known to the token before they are drawn.
    default_model="gpt-image-2.5-flare",
    default_size="1024x1024",
    default_quality="medium",
    partials=2,
)

OPENAI_MESSAGE = Capability(
    models=(
        ModelRow("gpt-6-luna", Prices(0.10, 0.50)),
        ModelRow("gpt-6.1-terra", Prices(1, 5)),
        ModelRow("gpt-6.1-sol", Prices(2, 10)),
        ModelRow("gpt-6-sol", Prices(2, 10)),
        ModelRow("gpt-5.6-luna", Prices(0.20, 1.20)),
        ModelRow("gpt-5.4-mini", Prices(0.75, 4.50)),
        ModelRow("gpt-5", shutdown="2026-12-11"),
        ModelRow("gpt-5-mini", shutdown="2026-12-11"),
        ModelRow("gpt-5-nano", shutdown="2026-12-11"),
        ModelRow("gpt-4.1", shutdown="2027-01-14"),
        ModelRow("gpt-4.1-mini", Prices(0.40, 1.60), shutdown="2027-01-14"),
        ModelRow("gpt-4o", shutdown="2027-01-14"),
        ModelRow("gpt-4o-mini", Prices(0.15, 0.60), shutdown="2027-01-14"),
    ),
    default_model="gpt-6-luna",
)

OPENAI = Provider(
    "openai",
    name="OpenAI",
    base_url="https://api.openai.com/v1",
    key_setting="key.openai",
    key_page="https://platform.openai.com/api-keys",
    picture=OPENAI_PICTURE,
    message=OPENAI_MESSAGE,
)

GEMINI_PICTURE = Capability(
    models=(
        ModelRow("gemini-nano-banana-2.1", Prices(1.50, 7.50, picture_out=30), picture_tokens=1120),
        ModelRow("gemini-3.1-flash-lite-image", Prices(0.25, 1.50, picture_out=30), picture_tokens=1120),
        ModelRow("gemini-3-pro-image", Prices(2, 12, picture_out=120), picture_tokens=1120),
    ),
    sizes=("1:1", "3:2", "2:3", "16:9"),
    # Larger ones exist ("2K", "4K"); not every model has them, and their prices differ.
    qualities=("1K",),
    default_model="gemini-nano-banana-2.1",
    default_size="1:1",
    default_quality="1K",
)

GEMINI_MESSAGE = Capability(
    models=(
        ModelRow("gemini-3.5-flash-lite", Prices(0.30, 2.50)),
        ModelRow("gemini-3.8-flash", Prices(0.75, 3.75)),
        ModelRow("gemini-3.6-flash", Prices(0.75, 3.75)),
        ModelRow("gemini-4-argon", Prices(2, 10)),
        ModelRow("gemini-3.1-flash-lite", Prices(0.25, 1.50), shutdown="2027-05-07"),
    ),
    default_model="gemini-3.5-flash-lite",
)

GEMINI = Provider(
    "gemini",
    name="Google Gemini",
    # Not v1, google-genai's default since 3.0.0: the "-latest" aliases, which a visitor may type, exist here
    # alone, and it is here that a page's preflights were seen to pass.
    base_url="https://generativelanguage.googleapis.com/v1beta",
    key_setting="key.gemini",
    key_page="https://aistudio.google.com/apikey",
    picture=GEMINI_PICTURE,
    message=GEMINI_MESSAGE,
)

IMAGEKIT = Provider(
    "imagekit",
    name="ImageKit",
    base_url="https://api.imagekit.io/v1",
    key_setting="key.imagekit",
    key_page="https://imagekit.io/dashboard/developer/api-keys",
    account_fields=("public", "endpoint"),
)
"""Edits pictures, and makes none: its operations are in `providers/imagekit/operations.py`."""

MIDJOURNEY_PICTURE = Capability(sizes=("1:1", "3:2", "2:3", "16:9"), default_size="1:1")
"""No model and no price: both are those of the visitor's plan at Midjourney. Sizes become `--ar`."""

LINKRAPI = Provider(
    "linkrapi",
    name="LinkrAPI",
    base_url="https://linkrapi.com/api/v1",
    key_setting="key.linkrapi",
    key_page="https://linkrapi.com/docs/api/imagine",
    picture=MIDJOURNEY_PICTURE,
    is_gateway=True,
)

MIDJOURNEY_PROXY = Provider(
    "midjourney-proxy",
    name="midjourney-proxy",
    base_url="http://localhost:8080",
    key_setting="key.midjourney-proxy",
    key_page="https://github.com/trueai-org/midjourney-proxy",
    picture=MIDJOURNEY_PICTURE,
    account_fields=("address",),
    is_gateway=True,
)
"""Novicezk's and trueai's programs, and who speaks as they do."""

GATEWAYS = (LINKRAPI, MIDJOURNEY_PROXY)

MAKERS = (_ON_DEVICE, OPENAI, GEMINI, *GATEWAYS)
"""Who makes pictures and messages."""

PROVIDERS = (*MAKERS, IMAGEKIT)


def provider_by_id(provider_id: str) -> Provider:
    """Raises KeyError for an id that is not in PROVIDERS."""
    return {provider.id: provider for provider in PROVIDERS}[provider_id]
