"""The headers as Cloudflare's own runtime sends them, and that a browser obeys them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

from sitegen.headers import SHARED, page_policy, pixel_policy, worker_policy
from sitegen.practices.hosts import origins_reached
from tests.conftest import ROOT
from tests.support.practices import our_manifest

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.conftest import Watch

FILES = sorted(
    path.relative_to(ROOT / "site").as_posix()
    for path in (ROOT / "site").rglob("*")
    if path.is_file() and path.name != "_headers"
)


def address_of(path: str) -> str:
    return "/" + path.removesuffix("index.html").removesuffix(".html")


def policy_of(header: str) -> dict[str, str]:
    parts = [part.strip().partition(" ") for part in header.split(";")]
    return {name: value for name, _, value in parts}


def allowlist(origins: tuple[str, ...]) -> str:
    return "(" + " ".join(["response-origin", *(f'"{origin}"' for origin in origins)]) + ")"


@pytest.fixture(scope="module")
def fetched(site: str) -> dict[str, httpx.Response]:
    with httpx.Client(base_url=site, timeout=30) as client:
        return {path: client.get(address_of(path)) for path in FILES}


def test_every_file_of_the_site_was_fetched(fetched: dict[str, httpx.Response]) -> None:
    assert len(fetched) > 25
    assert {answer.status_code for answer in fetched.values()} == {200}


def test_pages_and_assets_carry_the_page_s_policy(fetched: dict[str, httpx.Response]) -> None:
    for path, answer in fetched.items():
        if not path.startswith(("runtime/", "pixels/")):
            assert policy_of(answer.headers["content-security-policy"]) == page_policy(our_manifest()), path


def test_all_that_a_worker_can_run_carries_the_worker_s_policy(fetched: dict[str, httpx.Response]) -> None:
    for path, answer in fetched.items():
        if path.startswith("runtime/"):
            assert policy_of(answer.headers["content-security-policy"]) == worker_policy(our_manifest()), path
            assert answer.headers["connection-allowlist"] == allowlist(origins_reached(our_manifest(), "worker"))


def test_all_that_the_pixel_worker_can_run_lets_it_connect_to_this_site_alone(
    fetched: dict[str, httpx.Response],
) -> None:
    answers = [answer for path, answer in fetched.items() if path.startswith("pixels/")]
    assert len(answers) > 10
    for answer in answers:
        policy = policy_of(answer.headers["content-security-policy"])
        assert policy == pixel_policy()
        assert (policy["default-src"], policy["connect-src"]) == ("'none'", "'self'")
        assert answer.headers["connection-allowlist"] == allowlist(())


def test_every_answer_carries_the_shared_headers_and_lets_nobody_else_read_it(
    fetched: dict[str, httpx.Response],
) -> None:
    for path, answer in fetched.items():
        for name, value in SHARED.items():
            assert answer.headers[name] == value, path
        assert "access-control-allow-origin" not in answer.headers


def test_what_carries_its_hash_is_kept_for_ever_and_pages_are_not(fetched: dict[str, httpx.Response]) -> None:
    for path, answer in fetched.items():
        lasting = "immutable" in answer.headers["cache-control"]
        assert lasting == path.startswith(("assets/", "runtime/", "pixels/")), path


@pytest.mark.parametrize("name", ["bundle.zip", "lexicon.", "modules."])
def test_what_is_no_text_is_compressed_on_its_way(fetched: dict[str, httpx.Response], name: str) -> None:
    (bundle,) = [answer for path, answer in fetched.items() if path.rpartition("/")[2].startswith(name)]
    assert bundle.headers["content-encoding"] in {"br", "gzip", "zstd"}


def test_an_unknown_address_is_not_found(site: str) -> None:
    answer = httpx.get(f"{site}/app/nothing/here")
    assert answer.status_code == 404
    assert "leads nowhere" in answer.text


FETCH = "(url) => fetch(url, { mode: 'no-cors' }).then(() => 'reached', () => 'refused')"


def test_the_worker_reaches_declared_providers_and_nobody_else(open_app: Callable[..., Page], watch: Watch) -> None:
    open_app()
    worker = watch.workers[-1]
    outcomes = {host: worker.evaluate(FETCH, f"https://{host}/") for host in ("api.openai.com", "example.org")}
    assert outcomes == {"api.openai.com": "reached", "example.org": "refused"}
    assert any("example.org" in violation for violation in worker.evaluate("() => self.violations"))
    worker.evaluate("() => { self.violations = [] }")  # this one was asked for
    watch.expected.append("example.org")


def test_the_page_itself_reaches_no_provider(open_app: Callable[..., Page], watch: Watch) -> None:
    watch.expected += ["api.openai.com"]
    page = open_app()
    assert page.evaluate(FETCH, "https://api.openai.com/") == "refused"
    assert page.evaluate(FETCH, "/privacy/") == "reached"


@pytest.mark.parametrize("code", ["eval('1')", "document.body.innerHTML = '<b>x</b>'", "new Worker('/x.js')"])
def test_the_page_s_policy_stops_text_from_becoming_code(page: Page, watch: Watch, code: str) -> None:
    """From the page's own script: what DevTools evaluates is let through."""
    watch.expected += ["policy:", "Content Security Policy", "This document requires"]
    attempt = f"try {{ {code}; self.outcome = 'ran'; }} catch (error) {{ self.outcome = error.name; }}"
    page.add_init_script(f"addEventListener('DOMContentLoaded', () => {{ {attempt} }})")
    page.goto("/privacy/")
    assert page.evaluate("self.outcome") in {"EvalError", "TypeError"}


def test_harmless_script_of_the_page_would_have_run(page: Page) -> None:
    """The control of the test above."""
    page.add_init_script("addEventListener('DOMContentLoaded', () => { self.outcome = 'ran' })")
    page.goto("/privacy/")
    assert page.evaluate("self.outcome") == "ran"
