"""The pixel worker and its codecs in the site."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from sitegen.codecs import LICENCES, LICENCES_HERE, OWN, PUBLISHED, bundled_codecs
from sitegen.credits import read_credits
from tests.build.conftest import edit, files_of
from tests.conftest import ROOT
from tests.support.checkouts import project_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sitegen.output import Report
    from sitegen.project import Project

    type Rebuild = Callable[[], Report]


THREADS_PROBE = "port1.postMessage(new SharedArrayBuffer(1))"
"""By which ONNX Runtime asks whether there could be threads. It is to use one, and does not ask."""


def pixels_of(project: Project) -> dict[str, bytes]:
    return {path: data for path, data in files_of(project.output).items() if path.startswith("pixels/")}


def test_two_bundles_are_byte_identical(tmp_path: Path) -> None:
    one, other = (bundled_codecs(project_in(ROOT, tmp_path / name)) for name in ("one", "other"))
    assert one == other
    assert one.keys() == {"jpeg", "webp", "avif", "png", "palette", "resize", "heif", "ssim", "background"}


def test_no_codec_makes_code_of_text_or_names_a_folder_of_this_machine(fork: Project, rebuild: Rebuild) -> None:
    rebuild()
    scripts = {path: data.decode() for path, data in pixels_of(fork).items() if path.endswith(".mjs")}
    assert len(scripts) == 13
    for path, script in scripts.items():
        without_probe = script.replace(THREADS_PROBE, "", 1)
        assert not re.search(r"\bnew Function\b|\beval\(|SharedArrayBuffer\(", without_probe), path
        assert str(ROOT) not in script
        assert not re.search(r'(?<![\w-])(?:from|import)\s*\(?"[^./]', script), f"{path} imports by a bare name"


def test_each_file_that_a_codec_asks_for_is_next_to_it(fork: Project, rebuild: Rebuild) -> None:
    rebuild()
    pixels = pixels_of(fork)
    (folder,) = {path.rpartition("/")[0] for path in pixels}
    scripts = [data.decode() for path, data in pixels.items() if path.endswith(".mjs")]
    asked = {name for script in scripts for name in re.findall(r'new URL\("([^"]+\.wasm)",import\.meta\.url\)', script)}
    assert asked == PUBLISHED.keys()
    assert {f"{folder}/{name}" for name in asked} <= pixels.keys()


def test_what_is_published_is_served_as_it_is(fork: Project, rebuild: Rebuild) -> None:
    rebuild()
    served = {path.rpartition("/")[2]: data for path, data in pixels_of(fork).items()}
    for name, path in PUBLISHED.items():
        assert served[name] == (ROOT / "node_modules" / path).read_bytes()


def test_another_pixel_worker_has_another_address_and_the_studio_knows_it(fork: Project, rebuild: Rebuild) -> None:
    rebuild()
    before = set(pixels_of(fork))
    edit(fork.static / "js/pixels.mjs", "quality: 0.95", "quality: 0.94")
    rebuild()
    after = set(pixels_of(fork))
    assert not before & after
    (worker,) = [path for path in after if path.endswith("/pixels.mjs")]
    (studio,) = (fork.output / "assets/js").glob("studio.*.js")
    assert json.dumps(f"/{worker}") in studio.read_text()


def test_codecs_are_stored_when_they_are_used_and_the_pixel_worker_at_once(fork: Project, rebuild: Rebuild) -> None:
    rebuild()
    worker = (fork.output / "sw.js").read_text()
    lists = {name: re.search(rf"const {name} = (\{{[^}}]*\}})", worker) for name in ("FILES", "LATE")}
    listed = {name: set(json.loads(found[1])) for name, found in lists.items() if found}
    pixels = {f"/{path}" for path in pixels_of(fork)}
    assert {path for path in pixels if path.endswith(OWN)} == pixels & listed["FILES"]
    assert pixels - listed["FILES"] == pixels & listed["LATE"]


@pytest.mark.parametrize("package", sorted({path.rpartition("/")[0] for path in PUBLISHED.values()}))
def test_every_codec_is_credited_with_the_text_of_its_licence(fork: Project, rebuild: Rebuild, package: str) -> None:
    name = "/".join(package.split("/")[: 2 if package.startswith("@") else 1])
    (credit,) = [credit for credit in read_credits(fork) if credit.package == name]
    assert credit.text in {f"/licences/{licence}.txt" for licence in (LICENCES | LICENCES_HERE)}
    rebuild()
    page = (fork.output / "credits/index.html").read_text("utf-8")
    assert f'href="{credit.text}"' in page
    text = (fork.output / credit.text.lstrip("/")).read_text("utf-8")
    assert ("LESSER GENERAL PUBLIC LICENSE" if name == "libheif-js" else "Apache License") in text


def test_a_codec_that_cannot_be_bundled_stops_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "codecs"
    broken.mkdir()
    (broken / "jpeg.mjs").write_text('import nothing from "no-such-package";\nnothing();\n')
    (tmp_path / "bundle.mjs").write_bytes((ROOT / "sitegen/javascript/bundle.mjs").read_bytes())
    (tmp_path / "node_modules").symlink_to(ROOT / "node_modules")
    monkeypatch.setattr("sitegen.codecs.JAVASCRIPT", tmp_path)
    with pytest.raises(Exception, match="no-such-package"):
        bundled_codecs(project_in(ROOT, tmp_path))
