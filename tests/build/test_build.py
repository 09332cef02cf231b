"""The build as an operator meets it: what it writes, what it refuses, what it makes again."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import sitegen.bundle
from sitegen.build import build
from sitegen.checks import check_headers, check_sizes
from sitegen.errors import BuildError
from sitegen.output import HEADERS, SERVICE_WORKER
from tests.build.conftest import edit, files_of
from tests.conftest import ROOT
from tests.support.checkouts import project_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from sitegen.output import Report
    from sitegen.project import Project

type Rebuild = Callable[[], Report]

WHAT = "## What it is"
MAIN = "{% block main %}"


def test_every_page_of_the_contract_is_written(fork: Project, rebuild: Rebuild) -> None:
    rebuild()
    expected = {
        "index.html", "app/index.html", "app/library/index.html", "app/settings/index.html", "privacy/index.html",
        "privacy.txt", "cookies/index.html", ".well-known/data-practices.json", "app/activity/index.html",
        "selftest/index.html", "sw.js", "manifest.webmanifest",
        "terms/index.html", "security/index.html", "credits/index.html",
        "extension/index.html", "404.html", "sitemap.xml", "robots.txt", "_headers",
    }  # fmt: skip
    assert expected <= files_of(fork.output).keys()


@pytest.mark.slow
def test_two_clean_builds_are_byte_identical(compiled: Path, tmp_path: Path) -> None:
    """Nothing is shared between them: the bundle is compiled again, later than that of the other one was."""
    clean = project_in(ROOT, tmp_path)
    build(clean)
    assert files_of(clean.output) == files_of(compiled.parent / "site")


def test_a_change_in_one_content_file_rebuilds_only_what_depends_on_it(fork: Project, rebuild: Rebuild) -> None:
    rebuild()
    edit(fork.content / "terms.md", "without warranty", "without any warranty")
    assert rebuild().made == ["terms/index.html"]


def test_a_change_in_a_shared_template_rebuilds_every_page(fork: Project, rebuild: Rebuild) -> None:
    pages = [path for path in rebuild().made if path.endswith(".html")]
    edit(fork.templates / "pages/base.html", "Skip to content", "Skip to the content")
    assert sorted(path for path in rebuild().made if path.endswith(".html")) == sorted(pages)


def test_a_build_without_changes_makes_nothing(rebuild: Rebuild) -> None:
    rebuild()
    assert rebuild().made == []


def test_a_page_that_is_gone_is_removed(fork: Project, rebuild: Rebuild) -> None:
    (fork.content / "extra.md").write_text("---\ntitle: Extra\ndescription: Extra.\n---\nText.\n")
    rebuild()
    (fork.content / "extra.md").unlink()
    assert rebuild().removed == ["extra/index.html"]


def test_assets_carry_their_hash_and_change_their_name_with_their_content(fork: Project, rebuild: Rebuild) -> None:
    rebuild()
    before = set(files_of(fork.output / "assets/js"))
    with (fork.static / "js/page.js").open("a") as script:
        script.write("globalThis.added = true;\n")
    rebuild()
    changed = before ^ set(files_of(fork.output / "assets/js"))
    assert {name.split(".")[0] for name in changed} == {"page"}


@pytest.mark.parametrize(
    ("path", "old", "new", "message"),
    [
        ("content/terms.md", WHAT, f"[gone](/gone/)\n{WHAT}", "content/terms.md:8: /gone/ leads nowhere"),
        ("content/terms.md", WHAT, f"[x](/privacy/#gone)\n{WHAT}", "/privacy/#gone leads nowhere"),
        ("templates/pages/base.html", 'href="/terms/"', 'href="/term/"', "templates/pages/base.html:"),
        ("templates/pages/home.html", MAIN, f"{MAIN}\n{{{{ nothing.here }}}}", "templates/pages/home.html:3:"),
        ("templates/pages/home.html", MAIN, f"{MAIN}{{% if %}}", "templates/pages/home.html:2:"),
        ("content/terms.md", "title: Terms", "titel: Terms", "content/terms.md:1: front matter: 'title' is missing"),
        ("content/terms.md", "title: Terms", "title: Terms\nmood: good", "content/terms.md:3: front matter: 'mood'"),
        ("content/terms.md", "2026-11-20", "soon", "content/terms.md:4: front matter: 'updated' is no date"),
        ("content/terms.md", "2026-11-20", "2026-11-20 10:00:00", "front matter: 'updated' is no date"),
        ("content/terms.md", "title: Terms", "title: [Terms", "content/terms.md:"),
        ("content/terms.md", "title: Terms", "title: Terms\nurl: /privacy/", "is the URL of content/privacy.md"),
        ("content/terms.md", "title: Terms", "title: Terms\ntemplate: nowhere", "no template is called"),
        ("content/site.toml", "contact", "kontakt", "content/site.toml:1:"),
        ("content/site.toml", "offline = true", 'offline = "false"', "content/site.toml:9: 'offline' is neither"),
        ("static/css/site.css", "fonts/fraunces", "fonts/fraunce", "static/css/site.css:"),
    ],
)  # fmt: skip
def test_a_mistake_stops_the_build_with_file_and_line(
    fork: Project, rebuild: Rebuild, path: str, old: str, new: str, message: str
) -> None:
    rebuild()
    edit(fork.root / path, old, new)
    with pytest.raises(BuildError) as stopped:
        rebuild()
    assert message in str(stopped.value)


def test_a_mistake_is_found_again_by_the_next_build(fork: Project, rebuild: Rebuild) -> None:
    edit(fork.content / "terms.md", "## What it is", "[gone](/gone/)\n## What it is")
    for _ in range(2):
        with pytest.raises(BuildError):
            rebuild()


def test_a_header_line_that_cloudflare_might_drop_stops_the_build() -> None:
    check_headers("  Name: " + "x" * 1_792)
    with pytest.raises(BuildError, match=r"^_headers:2: 1,801 characters"):
        check_headers("/*\n  Name: " + "x" * 1_793)


def test_a_file_over_25_mib_stops_the_build() -> None:
    check_sizes({"big.bin": 25 * 2**20})
    with pytest.raises(BuildError, match=r"big\.bin"):
        check_sizes({"small.bin": 1, "big.bin": 25 * 2**20 + 1})


LATER = {HEADERS, SERVICE_WORKER}
"""Written once the sizes of all others are known."""


def test_a_report_knows_the_size_of_what_was_made_and_of_what_was_kept(fork: Project, rebuild: Rebuild) -> None:
    made = rebuild().sizes
    assert made == {path: len(data) for path, data in files_of(fork.output).items() if path not in LATER}
    assert rebuild().sizes == made


def test_a_first_state_is_made_of_the_same_partials_as_the_application_s(
    fork: Project, rebuild: Rebuild, monkeypatch: pytest.MonkeyPatch
) -> None:
    def not_by_pyodide(_: Project, plan_file: Path) -> None:
        """Put the templates into the bundle, as the real one does with all that it is given."""
        plan = json.loads(plan_file.read_text())
        with zipfile.ZipFile(plan["bundle"], "w") as bundle:
            for path in Path(plan["sources"][1]).rglob("*.py"):
                bundle.write(path, path.name)

    monkeypatch.setattr(sitegen.bundle, "_run_node", not_by_pyodide)
    edit(fork.templates / "partials/create/company.html", "What you offer", "What you sell")
    made = rebuild().made
    assert "What you sell" in (fork.output / "app/index.html").read_text()
    (bundle,) = (fork.output / path for path in made if path.endswith("bundle.zip"))
    assert b"What you sell" in bundle.read_bytes()


def test_only_hosts_that_a_page_links_to_may_be_followed(fork: Project, rebuild: Rebuild) -> None:
    def allowed() -> str:
        lines = (fork.output / "_headers").read_text().splitlines()
        return next(line for line in lines if "Connection-Allowlist: " in line)

    rebuild()
    assert "https://example.org/*" not in allowed()
    edit(fork.content / "terms.md", "## What it is", "[elsewhere](https://example.org/page)\n\n## What it is")
    rebuild()
    assert '"https://example.org/*"' in allowed()
    assert "linkepix.com" not in allowed()
