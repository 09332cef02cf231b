"""What a manifest may not say: each mistake is told with its file, table and field, and what was expected there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sitegen.errors import BuildError
from sitegen.practices.reading import read_manifest

if TYPE_CHECKING:
    from pathlib import Path

VALID = """version = 1
permission = []
cookie = []
analytics = []

[site]
operator = "Somebody"
product = "Something"
contact = "hello@example.com"
updated = 2026-11-24
changes = "The date changes."

[[statement]]
id = "word"
topic = "never"
says = "We never do."
promise_only = "Nobody can check it."

[[data]]
id = "keys"
what = "Keys"
whose = "visitor"
why = "so that it works"
enforced = "A test looks."
held_by = ["tests/a.py::test_a"]
[[data.place]]
where = "local storage"
names = ["key"]
retention = "30 days"
[[data.place]]
where = "our server"
retention = "1 year"
encryption = { scheme = "Fernet", cipher = "AES-128-CBC with HMAC-SHA256" }

[[data]]
id = "notes"
what = "Notes"
whose = "prospect"
why = "so that they are there"
promise_only = "Nobody can check it."
[[data.place]]
where = "recipient"
recipient = "maker"
retention = "as the recipient says"

[[recipient]]
id = "maker"
name = "Maker"
kind = "AI provider"
hosts = ["api.example.com"]
reached_from = "worker"
agreement = "none"
promise_only = "Nobody can check it."
[[recipient.use]]
id = "draw"
purpose = "to draw"
when = "when you press"
data = ["keys", "notes"]

[[recipient]]
id = "home"
name = "Home"
kind = "own machine"
hosts = ["http://localhost:*"]
reached_from = "worker"
agreement = "none"
dormant = "Nobody asks it yet."
promise_only = "Nobody can check it."

[[right]]
id = "access"
how = "Look."
"""

SECOND = '[[recipient]] "home"'
COUNTED = """[[analytics]]
id = "visits"
recipient = "nobody"
collected = ["visits"]
aggregated = true
identifies = false
retention = "1 year"
opt_out = "Decline it."
promise_only = "Nobody can check it."
[[right]]"""

MISTAKES = [
    ("version = 1", "version = 2", 1, "version", "expected one of 1"),
    ("version = 1\n", "", 1, "version", "missing required field"),
    ("version = 1", "version = [", 2, "no TOML", ""),
    ("cookie = []\n", "", 1, "cookie", "missing required field"),
    ('operator = "Somebody"\n', "", 6, "[site], operator", "missing required field"),
    ('operator = "Somebody"', "operator = 3", 7, "[site], operator", "Expected `str`, got `int`"),
    ('contact = "hello@example.com"', 'contact = "nowhere"', 9, "[site], contact", "expected a mail address"),
    ("updated = 2026-11-24", 'updated = "soon"', 10, "[site], updated", "date"),
    ('topic = "never"', 'topic = "often"', 15, '[[statement]] "word", topic', "'changes', 'children'"),
    ('id = "word"', 'id = "A Word"', 14, '[[statement]] "A Word", id', "lower-case words with hyphens"),
    ('We never do."', 'We never do."\nmood = "good"', 17, '[[statement]] "word", mood', "unknown field"),
    ('promise_only = "Nobody can check it."\n\n[[data]]', "\n[[data]]", 13, '"word", promise_only', "'enforced'"),
    ('enforced = "A test looks."\n', "", 19, '[[data]] "keys", promise_only', "'held_by'"),
    ('held_by = ["tests/a.py::test_a"]\n', "", 19, '[[data]] "keys", promise_only', "'held_by'"),
    ("held_by = [", 'promise_only = "No."\nheld_by = [', 25, '"keys", promise_only', "'enforced' with 'held_by'"),
    ('whose = "visitor"', 'whose = "nobody"', 22, '[[data]] "keys", whose', "'account', 'prospect'"),
    ('id = "notes"', 'id = "keys"', 20, '[[data]] "keys", id', "'keys' is the id of two"),
    ('names = ["key"]\n', "", 26, '[[data.place]] "local storage", names', "expected a list of them"),
    ('retention = "30 days"', 'retention = "0 days"', 29, "retention", "kept for no time is not kept"),
    ('retention = "30 days"', 'retention = "a while"', 29, "retention", "expected 'as the recipient says'"),
    ('where = "our server"', 'where = "our cellar"', 31, "[[data.place]]", "'our server', 'recipient'"),
    ("AES-128-CBC with HMAC-SHA256", "AES-256", 33, "encryption", "Fernet is AES-128-CBC with HMAC-SHA256"),
    ('why = "so that it works"', 'why = "so that AES-256 is used"', 33, "encryption", "calls it AES-256"),
    ('recipient = "maker"', 'recipient = "taker"', 43, "recipient", "'taker' is no [[recipient]]"),
    ('data = ["keys", "notes"]', 'data = ["keys"]', 43, "recipient", "is not sent 'notes'"),
    ('data = ["keys", "notes"]', 'data = ["keys", "notes", "faces"]', 58, '"draw", data', "'faces' is no [[data]]"),
    ('data = ["keys", "notes"]', "data = []", 58, '"draw", data', "length >= 1"),
    ('purpose = "to draw"', 'purpose = "drawing"', 56, '"draw", purpose', "begins with 'to'"),
    ('when = "when you press"', 'when = "never"', 57, '"draw", when', "begins with 'when'"),
    ('kind = "AI provider"', 'kind = "bank"', 49, '[[recipient]] "maker", kind', "'AI provider', 'CDN'"),
    ('kind = "AI provider"', 'kind = "analytics"', 49, '[[recipient]] "maker", kind', "[[analytics]]"),
    ('hosts = ["api.example.com"]', "hosts = []", 50, '[[recipient]] "maker", hosts', "without hosts"),
    ('hosts = ["http://localhost:*"]', 'hosts = ["api.example.com"]', 64, f"{SECOND}, hosts", "declared twice"),
    ('["api.example.com"]', '["api.example.com", "api.example.com"]', 50, '"maker", hosts', "declared twice"),
    *(
        ('"api.example.com"', f'"{host}"', 50, '[[recipient]] "maker", hosts', "is no host; expected such as")
        for host in (
            "api.example.com/v1", "api.example.com:8443", "*.example.com", "API.example.com", "xn--pi-7ka.example",
            "api.example.com.", "http://api.example.com", "a@example.com", "example", "",
        )
    ),
    ('["api.example.com"]', '["http://127.0.0.1:*"]', 50, '"maker", hosts', "can be read on its way"),
    ('["http://localhost:*"]', '["home.example.com"]', 64, f"{SECOND}, hosts", "localhost or 127.0.0.1"),
    ('dormant = "Nobody asks it yet."\n', "", 60, f"{SECOND}, dormant", "why nothing is sent yet"),
    ("analytics = []\n", "", 1, "analytics", "missing required field"),
    ('id = "access"', 'id = "wealth"', 71, '[[right]] "wealth", id', "'access', 'ask'"),
]  # fmt: skip


def read(folder: Path, text: str) -> None:
    (folder / "m.toml").write_text(text)
    read_manifest(folder / "m.toml", "content/m.toml")


def test_a_manifest_without_a_mistake_is_read(tmp_path: Path) -> None:
    """The control."""
    read(tmp_path, VALID)


@pytest.mark.parametrize(("old", "new", "line", "place", "told"), MISTAKES)
def test_a_mistake_is_told_with_file_line_table_field_and_what_was_expected(
    tmp_path: Path, old: str, new: str, line: int, place: str, told: str
) -> None:
    assert old in VALID
    with pytest.raises(BuildError) as stopped:
        read(tmp_path, VALID.replace(old, new, 1))
    message = str(stopped.value)
    assert message.startswith(f"content/m.toml:{line}: "), message
    assert place in message, message
    assert told in message, message


def test_statistics_need_a_recipient(tmp_path: Path) -> None:
    text = VALID.replace("analytics = []\n", "").replace("[[right]]", COUNTED)
    with pytest.raises(BuildError, match=r"'nobody' is no \[\[recipient\]\] of kind 'analytics'"):
        read(tmp_path, text)


def test_data_that_is_nowhere_is_refused(tmp_path: Path) -> None:
    start = VALID.index('[[data.place]]\nwhere = "recipient"')
    text = VALID[:start] + "place = []\n" + VALID[VALID.index("[[recipient]]\n") :]
    with pytest.raises(BuildError, match="data that is nowhere"):
        read(tmp_path, text)
