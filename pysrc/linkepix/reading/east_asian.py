"""How people introduce themselves in Japanese and Korean: company, role, name, in one sentence."""

from __future__ import annotations

import re

from linkepix.model.prospect import Reading
from linkepix.reading.companies import company_score
from linkepix.reading.headline import sure
from linkepix.reading.names import name_score
from linkepix.reading.shapes import role_score

_TRUST = 0.75
_NAMED = re.compile(r"^(.{0,80}?)([^、。,\s\u3000の]{1,12}(?:\s[^、。,\s]{1,8})?)(?:と申します|といいます|と言います)")
_KOREAN = re.compile(r"^(?:안녕하세요[,.!]?\s?)?(.{0,80}?)\s?([가-힣]{2,4})(?:입니다|이라고 합니다|라고 합니다)[.!]?$")
_DUTY = re.compile(r"(?:をして(?:おります|います)|を務めて(?:おります|います)|を担当して(?:おります|います))[、。]?$")
_JOINERS = re.compile(r"(?:で|にて|の)")


def read_japanese(sentence: str) -> Reading:
    """Read "北風株式会社の物流部で部長をしております、山田と申します"; empty for anything else."""
    found = _NAMED.search(sentence)
    if not found or not name_score(found[2]):
        return Reading()
    company, _, duty = found[1].partition("の")
    if not company_score(company):
        return Reading(name=sure(found[2], _TRUST))
    role = " ".join(filter(None, _JOINERS.split(_DUTY.sub("", duty).strip("、。"))))
    return Reading(name=sure(found[2], _TRUST), role=sure(role, _TRUST), company=sure(company, _TRUST))


def read_korean(sentence: str) -> Reading:
    """Read "주식회사 북풍 물류부장 김예시입니다"; empty for anything else."""
    found = _KOREAN.search(sentence)
    if not found or not name_score(found[2]):
        return Reading()
    company, _, role = found[1].strip().rpartition(" ")
    if not (company_score(company) and role_score(role)):
        return Reading()
    return Reading(name=sure(found[2], _TRUST), role=sure(role, _TRUST), company=sure(company, _TRUST))
