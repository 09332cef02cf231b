"""Reading what providers say: no key gets out, and no shape surprises."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkepix.errors import BadRequestError, GarbledAnswerError, ProviderDownError
from linkepix.providers import gemini, openai
from linkepix.providers.answers import DETAIL_LIMIT, at, leaf_by_status, picture_of, redacted, text_at

KEY = "my-very-own-key-1234567890"


@pytest.mark.parametrize(
    "text",
    [
        f"Incorrect API key provided: {KEY}.",
        f"https://example.com/?key={KEY}&x=1",
        f"({KEY})({KEY})",
    ],
)
def test_the_key_is_not_in_a_detail(text: str) -> None:
    assert KEY not in redacted(text, KEY)
    assert "…" in redacted(text, KEY)


@pytest.mark.parametrize(
    "key",
    ["sk-abcdef1234", "sk-proj-ab_c-DEF", "sk-ab***********wxyz", "AIzaSyA-1_2b", "AQ.Ab8RN6-x_y.z"],
)
def test_whatever_looks_like_a_key_is_not_in_a_detail(key: str) -> None:
    assert redacted(f"Wrong key: {key}", KEY) == "Wrong key: …"
    assert key not in redacted(f"'{key}'", "")


def test_words_that_only_resemble_a_key_stay() -> None:
    assert redacted("Ask-me about desk-top and sk-", KEY) == "Ask-me about desk-top and sk-"


@given(before=st.text(max_size=400), after=st.text(max_size=400))
def test_a_detail_is_one_short_line_without_the_key(before: str, after: str) -> None:
    detail = redacted(f"{before}{KEY}{after}", KEY)
    assert KEY not in detail
    assert len(detail) <= DETAIL_LIMIT
    assert "\n" not in detail


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["error", "code", "message", "type", "status", "details", "reason", "violations"])
            | st.text(max_size=5),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(body=JSON, status=st.integers(200, 599))
def test_a_problem_is_named_whatever_the_body_is(body: object, status: int) -> None:
    for provider in (openai, gemini):
        problem = provider.read_problem(status, body)
        assert isinstance(problem.detail, str)
        assert problem.leaf.code != "provider"


def test_a_value_is_none_when_its_path_leads_nowhere() -> None:
    value = {"a": [{"b": "c"}], "n": 1}
    assert at(value, "a", 0, "b") == "c"
    for path in (("x",), ("a", 1), ("a", "b"), ("n", "x"), ("a", 0, "b", "c")):
        assert at(value, *path) is None
    assert text_at(value, "n") == ""


@pytest.mark.parametrize(
    ("status", "leaf"),
    [(302, GarbledAnswerError), (418, BadRequestError), (500, ProviderDownError), (599, ProviderDownError)],
)
def test_a_status_without_a_row_is_named_by_its_class(status: int, leaf: type[Exception]) -> None:
    assert leaf_by_status(status) is leaf


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp", "gif"])
def test_a_picture_has_the_kind_that_it_was_sent_as(kind: str) -> None:
    picture = picture_of(f"image/{kind}", base64.b64encode(b"data").decode())
    assert picture is not None
    assert (picture.mime, picture.data) == (f"image/{kind}", b"data")


@pytest.mark.parametrize(
    ("mime", "data"),
    [
        ("image/png", "no base64!"),
        ("image/png", "ü"),
        ("image/png", "YQ"),
        ("image/png", ""),
        ("text/html", "YQ=="),
        ("image/svg+xml", "YQ=="),
        ("", "YQ=="),
    ],
)
def test_there_is_no_picture_when_it_can_not_be_shown(mime: str, data: str) -> None:
    assert picture_of(mime, data) is None
