"""The official SDKs, imported before pytest turns every warning into an error.

google-genai 3.3.0 has an invalid escape sequence in `types.py`, of which Python warns when it compiles the
file for the first time; and what an SDK's import deprecates is not ours to mend.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import pytest

from tests.fakes.provider import FakeProvider

if TYPE_CHECKING:
    from collections.abc import Iterator

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import google.genai
    import openai

__all__ = ["google", "openai"]


@pytest.fixture(scope="session")
def running() -> Iterator[FakeProvider]:
    """Without TLS, whose handshakes would take most of the tests' time."""
    with FakeProvider(tls=False, slow=0.02) as fake:
        yield fake


@pytest.fixture
def fake(running: FakeProvider) -> FakeProvider:
    """The one server, with an empty memory."""
    running.forget()
    return running
