"""Pastes in other languages and scripts. All people are made up."""
# ruff: noqa: RUF001 - Cyrillic and Arabic letters look like Latin ones

from __future__ import annotations

import unicodedata

import pytest

from linkepix.reading import interface, phrases, vocabulary
from linkepix.reading.paste import read_prospect

ONE_LINERS = {
    "german": (
        "Lea Beispiel, Logistikleiterin bei der Nordwind GmbH, Hamburg",
        ("Lea Beispiel", "Logistikleiterin", "Nordwind GmbH", "Hamburg"),
    ),
    "german sentence": (
        "Dr. Lea Beispiel ist Geschäftsführerin der Nordwind GmbH in Hamburg.",
        ("Dr. Lea Beispiel", "Geschäftsführerin", "Nordwind GmbH", "Hamburg"),
    ),
    "french": (
        "Léa Exemple, directrice logistique chez Nordwind, Lyon",
        ("Léa Exemple", "directrice logistique", "Nordwind", "Lyon"),
    ),
    "french sentence": (
        "Léa Exemple est directrice générale de Nordwind.",
        ("Léa Exemple", "directrice générale", "Nordwind", ""),
    ),
    "spanish": (
        "Eva Ejemplo, Directora de Logística en Nordwind, Madrid",
        ("Eva Ejemplo", "Directora de Logística", "Nordwind", "Madrid"),
    ),
    "portuguese": (
        "Eva Exemplo, Diretora de Logística na Nordwind, Lisboa",
        ("Eva Exemplo", "Diretora de Logística", "Nordwind", "Lisboa"),
    ),
    "italian": (
        "Eva Esempio, Responsabile Logistica presso Nordwind S.p.A., Milano",
        ("Eva Esempio", "Responsabile Logistica", "Nordwind S.p.A.", "Milano"),
    ),
    "dutch": (
        "Eva van der Voorbeeld, manager logistiek bij Nordwind B.V., Utrecht",
        ("Eva van der Voorbeeld", "manager logistiek", "Nordwind B.V.", "Utrecht"),
    ),
    "russian": (
        "Анна Примерова, директор по логистике, ООО «Нордвинд», Гамбург",
        ("Анна Примерова", "директор по логистике", "ООО «Нордвинд»", "Гамбург"),
    ),
    "arabic": (
        "ليلى حسن، مديرة الخدمات اللوجستية في شركة نوردويند، دبي",
        ("ليلى حسن", "مديرة الخدمات اللوجستية", "نوردويند", "دبي"),
    ),
    "hindi": (
        "प्रिया उदाहरण, लॉजिस्टिक्स प्रमुख, नॉर्डविंड लिमिटेड, मुंबई",
        ("प्रिया उदाहरण", "लॉजिस्टिक्स प्रमुख", "नॉर्डविंड लिमिटेड", "मुंबई"),
    ),
    "chinese": (
        "张伟\uff0c物流总监\uff0c北风有限公司\uff0c上海",
        ("张伟", "物流总监", "北风有限公司", "上海"),
    ),
    "chinese sentence": ("张伟是北风有限公司的物流总监。", ("张伟", "物流总监", "北风有限公司", "")),
    "japanese": ("山田太郎は北風株式会社の物流部長です。", ("山田太郎", "物流部長", "北風株式会社", "")),
    "korean": ("김예시\n대표이사\n주식회사 북풍\n서울", ("김예시", "대표이사", "주식회사 북풍", "서울")),
}


def fields(text: str) -> tuple[str, str, str, str]:
    read = read_prospect(text)
    return read.name.value, read.role.value, read.company.value, read.location.value


@pytest.mark.parametrize(("text", "expected"), ONE_LINERS.values(), ids=ONE_LINERS.keys())
def test_a_line_is_read_in_its_language(text: str, expected: tuple[str, ...]) -> None:
    assert fields(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Name: Eva\nTitel: Ingenieurin\nFirma: Nord\nOrt: Ulm",
        "Nom complet : Eva\nPoste : Ingenieurin\nEntreprise : Nord\nVille : Ulm",
        "Nombre: Eva\nPuesto: Ingenieurin\nEmpresa: Nord\nCiudad: Ulm",
        "Nome: Eva\nRuolo: Ingenieurin\nAzienda: Nord\nCittà: Ulm",
        "Naam: Eva\nFunctie: Ingenieurin\nBedrijf: Nord\nPlaats: Ulm",
        "Imię i nazwisko: Eva\nStanowisko: Ingenieurin\nFirma: Nord\nMiasto: Ulm",
        "Имя: Eva\nДолжность: Ingenieurin\nКомпания: Nord\nГород: Ulm",
        "氏名\uff1aEva\n役職\uff1aIngenieurin\n会社名\uff1aNord\n所在地\uff1aUlm",
        "姓名\uff1aEva\n职位\uff1aIngenieurin\n公司\uff1aNord\n城市\uff1aUlm",
        "이름: Eva\n직책: Ingenieurin\n회사: Nord\n지역: Ulm",
        "الاسم: Eva\nالوظيفة: Ingenieurin\nالشركة: Nord\nالمدينة: Ulm",
        "नाम: Eva\nपद: Ingenieurin\nकंपनी: Nord\nशहर: Ulm",
    ],
)
def test_labels_are_known_in_many_languages(text: str) -> None:
    assert fields(text) == ("Eva", "Ingenieurin", "Nord", "Ulm")


PROFILES = {
    "german": (
        (
            "Lea Beispiel\n· 2.\nMacht Lieferketten langweilig\nBerlin, Deutschland · Kontaktinfo\n"
            "Berufserfahrung\nNordwind GmbH\nVollzeit · 4 Jahre 2 Monate\nLeiterin Logistik\n"
            "Jan. 2021\u2013Heute · 4 Jahre"
        ),
        ("Lea Beispiel", "Leiterin Logistik", "Nordwind GmbH", "Berlin, Deutschland"),
    ),
    "french": (
        (
            "Accueil\nLéa Exemple\n· 2e\nDirectrice logistique chez Nordwind\nLyon, France · Coordonnées\n"
            "Infos\nJ\u2019aime les trains."
        ),
        ("Léa Exemple", "Directrice logistique", "Nordwind", "Lyon, France"),
    ),
    "spanish": (
        "Eva Ejemplo\n· 2º\nDirectora de Logística en Nordwind\nMadrid, España · Información de contacto",
        ("Eva Ejemplo", "Directora de Logística", "Nordwind", "Madrid, España"),
    ),
    "russian": (
        (
            "Анна Примерова\n· 2-й\nДиректор по логистике\nМосква, Россия · Контактная информация\n"
            "Опыт работы\nДиректор по логистике\nНордвинд · Полный рабочий день\nянв. 2021 - сейчас · 4 года"
        ),
        ("Анна Примерова", "Директор по логистике", "Нордвинд", "Москва, Россия"),
    ),
    "japanese": (
        (
            "山田 太郎\n· 2次\n物流部長\n東京都 · 連絡先情報\n職歴\n物流部長\n北風株式会社 · 正社員\n"
            "2021年1月 - 現在 · 4年"
        ),
        ("山田 太郎", "物流部長", "北風株式会社", "東京都"),
    ),
    "arabic": (
        "ليلى حسن\n· 2\nمديرة الخدمات اللوجستية لدى نوردويند\nدبي، الإمارات · معلومات الاتصال",
        ("ليلى حسن", "مديرة الخدمات اللوجستية", "نوردويند", "دبي، الإمارات"),
    ),
}


@pytest.mark.parametrize(("text", "expected"), PROFILES.values(), ids=PROFILES.keys())
def test_a_copied_profile_is_read_in_the_pages_language(text: str, expected: tuple[str, ...]) -> None:
    assert fields(text) == expected


def test_a_japanese_signature_has_its_name_below_company_and_role() -> None:
    text = "株式会社北風\n物流部 部長\n山田 太郎\n〒100-0001 東京都千代田区1-1\nTEL: 03-1234-5678"

    assert fields(text) == ("山田 太郎", "物流部 部長", "株式会社北風", "東京都千代田区")


@pytest.mark.parametrize("closing", phrases.CLOSINGS)
def test_every_closing_opens_a_signature(closing: str) -> None:
    body = "Please find the plan for the new warehouse in the attachment to this mail. " * 2

    assert read_prospect(f"{body}\n{body}\n{closing},\nAda Example").name.value == "Ada Example"
    assert read_prospect(f"{body}\n{body}\nand more\nAda Example").name.value == ""


def test_every_known_word_is_written_as_a_paste_is_compared() -> None:
    known = [
        *vocabulary.ROLE_WORDS,
        *vocabulary.ROLE_STEMS,
        *vocabulary.NOT_A_NAME,
        *vocabulary.COUNTRIES,
        *(label for labels in phrases.LABELS.values() for label in labels),
        *(heading for headings in interface.SECTIONS.values() for heading in headings),
        *interface.CHROME,
        *interface.OTHER_PEOPLE,
        *interface.CONTACT_INFO,
        *phrases.CLOSINGS,
    ]

    assert [word for word in known if word != unicodedata.normalize("NFC", word.lower().strip())] == []
