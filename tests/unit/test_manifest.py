"""What a manifest may not say: each mistake is told with its file, table and field, and what was expected there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sitegen.errors import BuildError
from sitegen.practices.reading import read_manifest

if TYPE_CHECKING:
    from pathlib import Path

    from sitegen.practices.schema import Manifest

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
[[data.place]]
where = "recipient"
recipient = "maker"
retention = "as the recipient says"

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
promise_only = "Nobody can check it."
"""

FERNET = 'scheme = "Fernet", cipher = "AES-128-CBC with HMAC-SHA256"'
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

LOOK = 'how = "Look."\npromise_only = "Nobody can check it."'
NEVER = 'says = "We never do."'
KEPT_AT_MAKER = """[[data.place]]
where = "recipient"
recipient = "maker"
retention = "as the recipient says"

"""
ALONE = 'retention = "as the recipient says"\n\n[[recipient]]'
SHARED = """retention = "as the recipient says"
[[data.place]]
where = "local storage"
names = ["key"]
retention = "30 days"

[[recipient]]"""

MISTAKES = [
    ("version = 1", "version = 2", 1, "version", "expected one of 1"),
    ("version = 1\n", "", 1, "version", "missing required field"),
    ("version = 1", "version = [", 2, "no TOML", ""),
    (f"{LOOK}\n", 'how = "Look."\nmore = [', 77, "no TOML", "end of document"),
    ("cookie = []\n", "", 1, "cookie", "missing required field"),
    ('operator = "Somebody"\n', "", 6, "[site], operator", "missing required field"),
    ('operator = "Somebody"', "operator = 3", 7, "[site], operator", "Expected `str`, got `int`"),
    ('contact = "hello@example.com"', 'contact = "nowhere"', 9, "[site], contact", "expected a mail address"),
    ("updated = 2026-11-24", 'updated = "soon"', 10, "[site], updated", "date"),
    ('topic = "never"', 'topic = "often"', 15, '[[statement]] "word", topic', "'changes', 'children'"),
    ('id = "word"', 'id = "A Word"', 14, '[[statement]] "A Word", id', "lower-case words with hyphens"),
    ('We never do."', 'We never do."\nmood = "good"', 17, '[[statement]] "word", mood', "unknown field"),
    ("[[right]]", "[[rights]]", 74, "rights", "expected one of 'version', 'site', 'statement'"),
    ("[[recipient.use]]", "[[recipient.uses]]", 58, '[[recipient]] "maker", uses', "'dormant', 'policy'"),
    ("[site]", "[[site]]", 6, "site", "Expected `object`, got `array`"),
    ("[[statement]]", "[statement]", 13, "statement", "Expected `array`, got `object`"),
    ('[[data]]\nid = "notes"\nwhat = "Notes"\n', ' [[ data ]] # two\n id = "notes"\n', 39, '"notes", what', "missing"),
    ('agreement = "none"', 'agreement = "none"\npolicy = "nowhere"', 57, '"maker", policy', "begins with https://"),
    ('promise_only = "Nobody can check it."\n\n[[data]]', "\n[[data]]", 13, '"word", promise_only', "'enforced'"),
    ('enforced = "A test looks."\n', "", 19, '[[data]] "keys", promise_only', "'held_by'"),
    ('held_by = ["tests/a.py::test_a"]\n', "", 19, '[[data]] "keys", promise_only', "'held_by'"),
    ("held_by = [", 'promise_only = "No."\nheld_by = [', 25, '"keys", promise_only', "'enforced' with 'held_by'"),
    ('promise_only = "Nobody can check it."', 'promise_only = " "', 17, '"word", promise_only', "no program can"),
    ("tests/a.py::test_a", "somewhere", 25, '[[data]] "keys", held_by', "expected such as 'tests/unit/test_x.py::"),
    ('whose = "visitor"', 'whose = "nobody"', 22, '[[data]] "keys", whose', "'account', 'prospect'"),
    ('id = "notes"', 'id = "keys"', 20, '[[data]] "keys", id', "'keys' is the id of two"),
    ('names = ["key"]\n', "", 26, '[[data.place]] "local storage", names', "expected a list of them"),
    ('retention = "30 days"', 'retention = "0 days"', 29, "retention", "kept for no time is not kept"),
    ('retention = "30 days"', 'retention = "a while"', 29, "retention", "expected 'as the recipient says'"),
    *(
        ('retention = "30 days"', f'retention = "{retention}"', 29, '[[data.place]] "local storage", retention', told)
        for retention, told in (
            ("90 day", "a number of days"), ("1 days", "a number of days"), ("-3 days", "a number of days"),
            ("99999999999999 days", "a number of days"), ("\u0663 days", "a number of days"),
            ("until the tab is closed", "local storage outlives the page"),
            ("as the recipient says", "no recipient has a say in local storage"),
        )
    ),
    ('where = "our server"', 'where = "memory"', 32, '"memory", retention', "expected 'until the tab is closed'"),
    ('retention = "30 days"', "retention = 30", 29, '[[data.place]] "local storage", retention', "got `int`"),
    ('where = "our server"', 'where = "our cellar"', 31, "[[data.place]]", "'our server', 'recipient'"),
    ("AES-128-CBC with HMAC-SHA256", "AES-256", 33, "encryption", "Fernet is AES-128-CBC with HMAC-SHA256"),
    ('why = "so that it works"', 'why = "so that AES-256 is used"', 33, "encryption", "calls it AES-256"),
    (', cipher = "AES-128-CBC with HMAC-SHA256"', "", 33, "encryption", "expected cipher = 'AES-128-CBC with"),
    ('scheme = "Fernet"', 'scheme = "AES-256 (Fernet)"', 33, "encryption", "expected scheme = 'Fernet' alone"),
    (FERNET, 'scheme = "AES-256", cipher = "Fernet"', 33, "encryption", "expected scheme = 'Fernet' alone"),
    (FERNET, 'scheme = "locked", note = "By AES-256 (Fernet)."', 33, "encryption", "calls it AES-256"),
    *(
        ('why = "so that it works"', f'why = "so that {claim} is used"', 33, "encryption", "calls it AES-256")
        for claim in ("aes256", "AES 256", "AES_256", "256-bit AES", "AES-CBC-256", "AES\u2011256")
    ),
    ("We never do.", "It is locked by AES-256 (Fernet).", 16, '"word", says', "it cannot be called AES-256"),
    ("We never do.", "It is locked by AES-256.", 16, '"word", says', "expected a [[data.place]] whose 'encryption'"),
    ('recipient = "maker"', 'recipient = "taker"', 36, "recipient", "'taker' is no [[recipient]]"),
    ('data = ["keys", "notes"]', 'data = ["keys"]', 47, "recipient", "is not sent 'notes'"),
    ('data = ["keys", "notes"]', 'data = ["keys", "notes", "faces"]', 62, '"draw", data', "'faces' is no [[data]]"),
    ('data = ["keys", "notes"]', "data = []", 62, '"draw", data', "length >= 1"),
    ('data = ["keys", "notes"]', 'data = ["keys", "A B"]', 62, '"draw", data, number 2', "lower-case words"),
    ('purpose = "to draw"', 'purpose = "drawing"', 60, '"draw", purpose', "begins with 'to'"),
    ('when = "when you press"', 'when = "never"', 61, '"draw", when', "begins with 'when'"),
    ('kind = "AI provider"', 'kind = "bank"', 53, '[[recipient]] "maker", kind', "'AI provider', 'CDN'"),
    ('kind = "AI provider"', 'kind = "analytics"', 53, '[[recipient]] "maker", kind', "[[analytics]]"),
    ('hosts = ["api.example.com"]', "hosts = []", 54, '[[recipient]] "maker", hosts', "without hosts"),
    ('hosts = ["http://localhost:*"]', 'hosts = ["api.example.com"]', 68, f"{SECOND}, hosts", "declared twice"),
    ('["api.example.com"]', '["api.example.com", "api.example.com"]', 54, '"maker", hosts', "declared twice"),
    *(
        ('"api.example.com"', f'"{host}"', 54, '[[recipient]] "maker", hosts', "is no host; expected such as")
        for host in (
            "api.example.com/v1", "api.example.com:8443", "*.example.com", "API.example.com", "xn--pi-7ka.example",
            f"{'a' * 64}.example.com", "*", "https://api.example.com", "api.example.com\\n", "http://localhost:99999",
            "http://localhost:0", "localhost", "10.0.0.1", "api..example.com", "-api.example.com",
            "api.example.com.", "http://api.example.com", "a@example.com", "example", "",
        )
    ),
    ('["api.example.com"]', '["http://127.0.0.1:*"]', 54, '"maker", hosts', "can be read on its way"),
    ('["http://localhost:*"]', '["home.example.com"]', 68, f"{SECOND}, hosts", "localhost or 127.0.0.1"),
    ('["http://localhost:*"]', '["self"]', 68, f"{SECOND}, hosts", "localhost or 127.0.0.1"),
    ('["http://localhost:*"]', '["http://localhost:*", "http://localhost:80"]', 68, SECOND, "declared twice"),
    ('["api.example.com"]', "[3]", 54, '[[recipient]] "maker", hosts, number 1', "Expected `str`, got `int`"),
    ('id = "home"', 'id = "maker-draw"', 59, '[[recipient.use]] "draw", id', "another's address; expected"),
    ("[[recipient.use]]", 'dormant = "No."\n[[recipient.use]]', 58, '"maker", dormant', "why nothing is sent yet"),
    ('dormant = "Nobody asks it yet."\n', "", 64, f"{SECOND}, dormant", "why nothing is sent yet"),
    ("analytics = []\n", "", 1, "analytics", "missing required field"),
    ('names = ["key"]', 'names = ["key", "key"]', 28, "names", "'key' is listed twice"),
    (ALONE, SHARED.replace("30", "60"), 51, '"local storage", names', "'key' is kept '30 days' by 'keys'; expected"),
    ('where = "local storage"', 'where = "IndexedDB"', 28, "names", "'key' is no store of a database; expected"),
    ('retention = "30 days"', 'retention = "until the account is deleted"', 29, "retention", "local storage stays"),
    ('"as the recipient says"', '"until erased"', 37, "retention", "a visitor erases what is on the device alone"),
    (KEPT_AT_MAKER, "", 57, '"draw", data', "expected a [[data.place]] of 'keys' with recipient = 'maker'"),
    ('id = "access"', 'id = "refuse-cookies"', 75, '"refuse-cookies", id', "expected a [[cookie]]"),
    ('id = "access"', 'id = "refuse-analytics"', 75, '"refuse-analytics", id', "expected a [[analytics]]"),
    ('id = "access"', 'id = "remove-extension"', 75, '"remove-extension", id', "expected a [[permission]]"),
    (LOOK, 'how = "Look."', 74, '"access", promise_only', "'held_by'"),
    (NEVER, f'{NEVER}\ndenies = ["server"]', 17, '"word", denies', '[[data]] "keys" declares one'),
    (NEVER, f'{NEVER}\ndenies = ["cookies"]', 17, '"word", denies, number 1', "'account', 'analytics', 'cookie'"),
    ('id = "access"', 'id = "wealth"', 75, '[[right]] "wealth", id', "'access', 'ask'"),
]  # fmt: skip


def edit(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new, 1)


def read(folder: Path, text: str) -> Manifest:
    (folder / "m.toml").write_text(text, encoding="utf-8")
    return read_manifest(folder / "m.toml", "content/m.toml")


def test_a_manifest_without_a_mistake_is_read(tmp_path: Path) -> None:
    """The control."""
    assert [item.id for item in read(tmp_path, VALID).recipient] == ["maker", "home"]


@pytest.mark.parametrize(("old", "new", "line", "place", "told"), MISTAKES)
def test_a_mistake_is_told_with_file_line_table_field_and_what_was_expected(
    tmp_path: Path, old: str, new: str, line: int, place: str, told: str
) -> None:
    with pytest.raises(BuildError) as stopped:
        read(tmp_path, edit(VALID, old, new))
    message = str(stopped.value)
    assert message.startswith(f"content/m.toml:{line}: "), message
    assert place in message, message
    assert told in message, message


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"30 days"', '"1 day"'),
        ('"api.example.com"', '"api.example.com", "self"'),
        ('"http://localhost:*"', '"http://localhost:11434", "http://127.0.0.1:*"'),
        (FERNET, 'scheme = "AES-256-GCM", cipher = "AES-256-GCM"'),
        (FERNET, 'scheme = "encrypted disk"'),
        ("We never do.", "It is locked by AES-128."),
        ('[[data]]\nid = "keys"', '  [[ data ]]  # the first\nid = "keys"'),
    ],
)
def test_what_only_looks_like_a_mistake_is_read(tmp_path: Path, old: str, new: str) -> None:
    read(tmp_path, edit(VALID, old, new))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"nobody"', '"nobody"', r"recipient: 'nobody' is no \[\[recipient\]\] of kind 'analytics'"),
        ('"nobody"', '"maker"', "recipient: 'maker' is no .* of kind 'analytics'"),
        (
            "collected = [",
            "collected = []\nmore = [",
            "collected: Expected `array` of length >= 1|more: .*unknown field",
        ),
        ("identifies = false\n", "", "identifies: missing required field"),
    ],
)
def test_statistics_name_who_counts_and_what(tmp_path: Path, old: str, new: str, told: str) -> None:
    text = edit(edit(VALID, "analytics = []\n", ""), "[[right]]", edit(COUNTED, old, new))
    with pytest.raises(BuildError, match=rf'^content/m.toml:\d+: \[\[analytics\]\] "visits", (?:{told})'):
        read(tmp_path, text)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("identifies = false", "identifies = true", "identifies: statistics that are aggregated identify nobody"),
        ('retention = "1 year"', 'retention = "0 years"', "retention: '0 years'; expected such as '24 months'"),
        ("identifies = false", "identifies = false", ""),
    ],
)
def test_statistics_do_not_contradict_themselves(tmp_path: Path, old: str, new: str, told: str) -> None:
    counted = edit(edit(COUNTED, "nobody", "maker"), old, new)
    text = edit(edit(VALID, "analytics = []\n", ""), "[[right]]", counted)
    text = edit(text, 'kind = "AI provider"', 'kind = "analytics"')
    if not told:
        assert read(tmp_path, text).analytics
        return
    with pytest.raises(BuildError, match=rf'\[\[analytics\]\] "visits", {told}'):
        read(tmp_path, text)


def test_two_kinds_of_data_may_share_a_store_for_the_same_time(tmp_path: Path) -> None:
    """The control of the mistake above."""
    assert read(tmp_path, edit(VALID, ALONE, SHARED)).data[1].place[1].names == ("key",)


@pytest.mark.parametrize(("new", "told"), [("place = []\n", "data that is nowhere"), ("", "missing required field")])
def test_data_that_is_nowhere_is_refused(tmp_path: Path, new: str, told: str) -> None:
    start = VALID.rindex('[[data.place]]\nwhere = "recipient"')
    text = VALID[:start] + new + VALID[VALID.index("[[recipient]]\n") :]
    with pytest.raises(BuildError, match=rf'^content/m.toml:\d+: \[\[data\]\] "notes", place: {told}'):
        read(tmp_path, text)


def test_a_mistake_in_an_array_that_is_written_inline_is_told_where_the_array_is(tmp_path: Path) -> None:
    """Not in the table of that name which another kind of data has."""
    start, end = VALID.index("[[data.place]]"), VALID.index('[[data]]\nid = "notes"')
    text = f'{VALID[:start]}place = [{{ where = "our server", retention = "a while" }}]\n\n{VALID[end:]}'
    with pytest.raises(BuildError, match=r"^content/m.toml:26: .*retention: 'a while'"):
        read(tmp_path, text)


def test_a_file_in_another_encoding_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_bytes(edit(VALID, "Somebody", "Som\u00e9body").encode("latin-1"))
    with pytest.raises(BuildError, match=r"^content/m.toml:7: .*expected a file in UTF-8"):
        read_manifest(tmp_path / "m.toml", "content/m.toml")
