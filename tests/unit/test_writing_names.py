"""What somebody is called: never half a name, never a family name where the order is known."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkepix.writing.names import call_by, formal_name, full_name
from linkepix.writing.text import units


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Ingrid Solberg", "Ingrid"),
        ("Anne-Marie O'Neil", "Anne-Marie"),
        ("D'Angelo Russell", "D'Angelo"),
        ("Ольга Петрова", "Ольга"),
        # titles, degrees, pronouns, what profiles carry
        ("Dr. Maria Schmidt", "Maria"),
        ("Prof. Dr. med. Hans Meier", "Hans"),
        ("Dra. Ana Ruiz", "Ana"),
        ("Dr. med. univ. Margit Pichler", "Margit"),
        ("The Honorable James A. Reyes", "James"),
        ("Maria Schmidt, MBA", "Maria"),
        ("Max Mustermann, Dipl.-Ing.", "Max"),
        ("Jane Doe, PhD, MBA", "Jane"),
        ("Maria Schmidt (she/her)", "Maria"),
        ("Maria 🚀 Schmidt", "Maria"),
        ("Tim Cook | Apple", "Tim"),
        # a family name alone: "Hello,"
        ("Dr Patel", ""),
        ("Frau Müller", ""),
        ("Mr. Smith", ""),
        # "Surname, Given"
        ("Schmidt, Maria", "Maria"),
        ("Doe, Jane, MBA", "Jane"),
        ("García López, María José", "María José"),
        ("van der Meer, Jan", "Jan"),
        # scripts that put the family name first, and are not split by guess
        ("山田太郎", "山田太郎"),
        ("金敏俊", "金敏俊"),
        ("김민준", "김민준"),
        # Vietnamese and Hungarian: the given name comes last
        ("Nguyễn Thị Minh Khai", "Khai"),
        ("Tran Van Minh", "Minh"),
        ("Lê Minh", "Minh"),
        ("Minh Tran", "Minh"),
        ("Kovács Enikő", "Enikő"),
        ("Nagy Sándor", "Sándor"),
        ("Enikő Kovács", "Enikő"),
        # Chinese and Korean in Latin letters: the order is not sure
        ("Wang Xiaoming", "Wang Xiaoming"),
        ("Kim Min Jun", "Kim Min Jun"),
        ("Park Ji-soo", "Park Ji-soo"),
        ("Li Andersson", "Li Andersson"),
        ("Xiaoming Wang", "Xiaoming"),
        # Japanese in Latin letters, and letters without marks
        ("Sato Kenta", "Sato Kenta"),
        ("Tanaka Hiroshi", "Tanaka Hiroshi"),
        ("Hiroshi Tanaka", "Hiroshi"),
        ("Xi Jinping", "Xi Jinping"),
        ("Le Thi Mai", "Mai"),
        ("Le Van Hung", "Hung"),
        # capitals mark the family name
        ("MÜLLER Klaus", "Klaus"),
        ("DUPONT Marie", "Marie"),
        ("GARCÍA LÓPEZ Ana", "Ana"),
        ("KLAUS MÜLLER", "Klaus"),
        ("Klaus MÜLLER", "Klaus"),
        # nobility and honours
        ("Freiherr von Stetten", ""),
        ("Baron Rothschild", ""),
        ("Graf Anton von Arco", "Anton"),
        ("Ada, Countess of Lovelace", "Ada"),
        ("The Hon. Amy Lee", "Amy"),
        # one name in two words
        ("Mohd Faizal bin Ahmad", "Faizal"),
        ("Md Shakib Hasan", "Shakib"),
        ("Md. Rahman", "Md. Rahman"),
        ("Maria João Pires", "Maria João"),
        ("João Carlos Silva", "João Carlos"),
        ("Ana Sofia Reis", "Ana Sofia"),
        ("Abd al-Rahman Hassan", "Abd al-Rahman"),
        ("Abd El Rahman Nasser", "Abd El Rahman"),
        ("Abdul Karim Khan", "Abdul Karim"),
        ("Abu Bakr Siddiq", "Abu Bakr"),
        ("عبد الرحمن حسن", "عبد الرحمن"),
        ("Abdulrahman Ali", "Abdulrahman"),
        ("María José García López", "María José"),
        ("Ana Paula Souza", "Ana Paula"),
        ("Jean Marie Dupont", "Jean Marie"),
        ("Hans Peter Müller", "Hans Peter"),
        ("Mary Ann", "Mary Ann"),
        # family names of several words
        ("Juan García Márquez", "Juan"),
        ("Conchita de la Cruz", "Conchita"),
        ("Ludwig van Beethoven", "Ludwig"),
        ("Muhammad bin Salman", "Muhammad"),
        ("Björk Guðmundsdóttir", "Björk"),
        ("Петров Иван Сергеевич", "Иван"),
        ("Иван Сергеевич Петров", "Иван"),
        # nicknames
        ("Robert (Bob) Miller", "Bob"),
        ('William "Bill" Gates', "Bill"),
        ("Bob (Robert) Miller", "Bob"),
        ("Wei (Jennifer) Zhang", "Jennifer"),
        ("Anna Berg (Holm)", "Anna"),
        ("Anna Berg (née Holm)", "Anna"),
        # initials
        ("J.P. Morgan", "J.P."),
        ("JP Morgan", "JP"),
        ("J. Robert Hale", "Robert"),
        ("J. Smith", ""),
        ("J. P. Morgan", ""),
        ("O", ""),
        # mononyms, and letters that were not typed with care
        ("Björk", "Björk"),
        ("MARIA SCHMIDT", "Maria"),
        ("jean-luc picard", "Jean-Luc"),
        ("SHAQ O'NEAL", "Shaq"),
        ("Ronan McKay", "Ronan"),
        # what is no name
        ("maria@example.com", ""),
        ("R2D2", ""),
        ("Dr.", ""),
        ("(she/her)", ""),
        ("...", ""),
        ("x" * 41, ""),
    ],
)
def test_a_person_is_called_by_the_word_that_is_surely_their_own(name: str, called: str) -> None:
    assert call_by(name) == called


@pytest.mark.parametrize(
    ("name", "called"),
    [
        # two words are the given name, or may be
        ("La Toya Jackson", "La Toya"),
        ("la toya jackson", "La Toya"),
        ("La Vell Smith", "La Vell Smith"),
        ("St. John Rivers", "St. John"),
        ("De'Andre Hunter", "De'Andre"),
        ("De Andre Hunter", "De Andre"),
        ("Mac an tSaoir", "Mac an tSaoir"),
        ("Minh Anh Nguyen", "Minh Anh Nguyen"),
        ("Ana and Ivo Sterling", "Ana and Ivo Sterling"),
        # a family name that begins with a particle
        ("de la Cruz", ""),
        ("ten Brink", ""),
        ("de la Cruz Maria", "de la Cruz Maria"),
        ("ten Brink Joop", "ten Brink Joop"),
        ("Van den Berg Piet", "Van den Berg Piet"),
        ("Da Silva João", "Da Silva João"),
        ("Al Sharif Hassan", "Al Sharif Hassan"),
        ("Al-Masri Hassan", "Al-Masri Hassan"),
        ("O Brien Patrick", "O Brien Patrick"),
        ("O'Brien Patrick", "O'Brien Patrick"),
        ("McDonald Ronald", "McDonald Ronald"),
        ("Santa Cruz Ana", "Santa Cruz Ana"),
        # Vietnam, China, Hungary
        ("Le Minh", "Le Minh"),
        ("Dang Minh", "Dang Minh"),
        ("Ho Chi Minh", "Ho Chi Minh"),
        ("Hồ Chí Minh", "Minh"),
        ("Chua Beng Huat", "Chua Beng Huat"),
        ("Szabó Gergő", "Gergő"),
        ("Orbán Viktor", "Viktor"),
        ("Szabó Zorka", "Szabó Zorka"),
        ("Sándor Péter", "Sándor Péter"),
        # lists with the family name first
        ("Müller Hans", "Müller Hans"),
        ("Muller Hans Peter", "Muller Hans Peter"),
        ("Novák Jan", "Novák Jan"),
        ("Nováková Radka", "Nováková Radka"),
        ("Popescu Ion", "Popescu Ion"),
        ("Singh Gurpreet", "Singh Gurpreet"),
        ("Kaur Simran", "Kaur Simran"),
        ("Kowalska Anna", "Kowalska Anna"),
        ("Smith John", "Smith John"),
        ("Wexelblat Ingrid", "Wexelblat Ingrid"),
        ("Петров Иван", "Петров Иван"),
        # teams
        ("Team Sales", ""),
        ("Sales Team", ""),
        ("Info", ""),
        ("HR Department", ""),
        ("HR-Abteilung", ""),
        ("Vertriebsteam", ""),
        ("Équipe commerciale", ""),
        ("Atención al Cliente", ""),
        ("Departamento Comercial", ""),
    ],
)
def test_neither_half_a_name_nor_a_family_name_nor_a_team_is_greeted(name: str, called: str) -> None:
    assert call_by(name) == called


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Ada Lovelace", "Ada"),
        ("Jean-Luc Picard", "Jean-Luc"),
        ("Mary Jane Watson", "Mary Jane"),
        ("José Luis Ortega", "José Luis"),
        ("Hans Müller", "Hans"),
        ("Müller, Hans", "Hans"),
        ("Jan Novák", "Jan"),
        ("Ion Popescu", "Ion"),
        ("Gurpreet Singh", "Gurpreet"),
        ("Gergő Szabó", "Gergő"),
        ("Viktor Orbán", "Viktor"),
        ("Joop ten Brink", "Joop"),
        ("van den Berg, Piet", "Piet"),
        ("Maria de la Cruz", "Maria"),
        ("Van Jones", "Van"),
        ("Al Gore", "Al"),
        ("Elton John", "Elton"),
        ("Dylan Thomas", "Dylan"),
        ("Aymeric Augustin", "Aymeric"),
        ("Lewis Hamilton", "Lewis"),
        ("Grant Wood", "Grant"),
        ("Simon Weber", "Simon"),
        ("Mai Schmidt", "Mai"),
        ("Oluwaseun Adebayo", "Oluwaseun"),
        ("Wiremu Parata", "Wiremu"),
        ("Лев Толстой", "Лев"),
        ("Марина Петрова", "Марина"),
        ("Jordi Sales", "Jordi"),
        ("Ben Ellis Parry", "Ben"),
    ],
)
def test_an_ordinary_name_gives_its_given_name(name: str, called: str) -> None:
    assert call_by(name) == called


def test_a_team_is_not_greeted_formally_either() -> None:
    assert formal_name("Team Vertrieb") == ""


@pytest.mark.parametrize(
    ("typed", "called"), [("Abdi", "Abdi"), (" Mrs Smith, ", "Mrs Smith"), ("", "Ingrid"), ("…", "Ingrid")]
)
def test_what_the_visitor_typed_goes_before_the_rule(typed: str, called: str) -> None:
    assert call_by("Ingrid Solberg", typed) == called


@pytest.mark.parametrize(
    ("name", "formal"),
    [
        ("Dr. Maria Schmidt, MBA", "Dr. Maria Schmidt"),
        ("Professor Hans Meier", "Prof. Hans Meier"),
        ("Frau Petersen", "Frau Petersen"),
        ("Dr Patel", "Dr. Patel"),
        ("Mr. Smith", ""),
        ("Kovács Enikő", "Kovács Enikő"),
        ("MÜLLER Klaus", "Klaus Müller"),
    ],
)
def test_a_formal_greeting_keeps_the_whole_name(name: str, formal: str) -> None:
    assert formal_name(name) == formal


@settings(deadline=None, max_examples=300)
@given(
    st.text(max_size=120)
    | st.lists(st.sampled_from(("Dr.", "abd", "Nguyễn", "(Bob)", ",", "J.", "|", "王", "de", "she/her", "\u202e"))).map(
        " ".join
    )
)
def test_whatever_stands_in_the_field_a_name_is_short_or_nothing(name: str) -> None:
    for found in (call_by(name), full_name(name), formal_name(name)):
        assert units(found) <= 60
        assert not set("@|<>{}\n0123456789") & set(found)
