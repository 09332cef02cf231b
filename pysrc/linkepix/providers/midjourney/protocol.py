"""What the protocols of gateways have in common: what is asked, and what answers mean."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from linkepix.providers.answers import at

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkepix.errors import ProviderError
    from linkepix.model.gateway import Step
    from linkepix.providers.base import PictureJob

type Purpose = Literal["picture", "progress", "result", "check"]
"""The uses of the manifest's recipients."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One request; `path` continues the gateway's address."""

    purpose: Purpose
    method: Literal["GET", "POST"]
    path: str
    body: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """`body` is the parsed JSON, None where there is none. `is_empty` tells an empty body from one that is no JSON."""

    status: int
    body: object = None
    is_empty: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """Why there is no work: a leaf, the gateway's words, and whether it may cost something all the same."""

    leaf: type[ProviderError]
    detail: str = ""
    may_be_billed: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """How the work is. `address` is the finished picture's, and `steps` what can be asked of it.

    `is_known` is False where the gateway has no such work; `needs_confirming` where it waits for its prompt once more.
    """

    share: float | None = None
    address: str = ""
    steps: tuple[Step, ...] = ()
    problem: Problem | None = None
    is_known: bool = True
    needs_confirming: bool = False


class Dialect(Protocol):
    """One protocol. Reading never raises: an answer may be anything."""

    def headers(self, token: str) -> Mapping[str, str]: ...

    def submission(self, job: PictureJob) -> Ask: ...

    def reference(self, answer: Answer) -> str | Problem:
        """Read what submitting was answered with."""
        ...

    def question(self, reference: str) -> Ask: ...

    def state(self, answer: Answer) -> State:
        """Read an answer of success."""
        ...

    def confirmation(self, reference: str, job: PictureJob) -> Ask | None:
        """Return what answers `needs_confirming`; None where there is no such thing."""
        ...


_REFUSALS = re.compile(
    r"\bbanned\b|moderat|content polic|not allowed|inappropriate|nsfw|community guidelines|敏感|违规", re.IGNORECASE
)
"""Words of a work that was refused and did not fail. There is no code for it in either protocol."""


def is_refusal(reason: str) -> bool:
    return _REFUSALS.search(reason) is not None


def id_at(value: object, *path: str | int) -> str:
    """Return an id, which some gateways send as a number; "" where there is none."""
    found = at(value, *path)
    if isinstance(found, bool):
        return ""
    return str(found) if isinstance(found, str | int) else ""


def share_of(progress: object) -> float | None:
    """Read "37%", 37 and 37.0 as 0.37; None for what is none of them."""
    match = re.fullmatch(r"\s*(\d{1,3}(?:\.\d+)?)\s*%?\s*", str(progress))
    return min(1.0, float(match[1]) / 100) if match else None
