"""What a gateway made, and what can be asked of it next. A gateway has pictures made by Midjourney."""

from __future__ import annotations

from dataclasses import dataclass

STEPS = (*(f"upscale{n}" for n in range(1, 5)), *(f"vary{n}" for n in range(1, 5)), "reroll")
"""What can be asked of a picture: one of its four quarters larger, four like one of them, or four others."""


@dataclass(frozen=True, slots=True)
class Step:
    """One of STEPS. `custom_id` is Midjourney's own name of the button, "" where the gateway tells none."""

    id: str
    custom_id: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """A picture as the gateway knows it: `reference` is its id there, `steps` what can be asked of it."""

    provider: str
    reference: str
    steps: tuple[Step, ...] = ()

    def step(self, step_id: str) -> Step | None:
        """Return None where this can't be asked."""
        return next((step for step in self.steps if step.id == step_id), None)


@dataclass(frozen=True, slots=True)
class Follow:
    """A step that is asked of the work with this reference."""

    reference: str
    step: Step


def origin_of(address: str) -> str:
    """Return scheme, host and port of an address: "http://localhost:8080"."""
    return "/".join(address.split("/", 3)[:3])


def host_of(address: str) -> str:
    """Return what a visitor is told of it: "localhost:8080"."""
    return origin_of(address).partition("://")[2]
