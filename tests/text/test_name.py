"""One written name against one full name: the same for labels, filters, questions and facts."""

import pytest

from onrecord.text.name import How, match_name, split_name, stands_for

ANAIS = "Anaïs Kerbrat-Mezière"


@pytest.mark.parametrize(
    ("written", "name", "how"),
    [
        (ANAIS, ANAIS, How.FULL),
        ("KERBRAT-MEZIERE Anaïs", ANAIS, How.FULL),
        ("Mme Kerbrat Mezière", ANAIS, How.LAST),
        ("Kerbrat", ANAIS, How.LAST),
        ("meziere", ANAIS, How.LAST),
        ("Kerbrat-Mezière", ANAIS, How.LAST),
        ("Anaïs", ANAIS, How.FIRST),
        ("A.K.M.", ANAIS, How.SHORT),
        ("Kerbratt", ANAIS, None),
        ("Kerbrat Paul", ANAIS, None),
        ("Le Bihan", "Jeanne Le Bihan", How.LAST),
        ("Bihan", "Jeanne Le Bihan", How.LAST),
        ("Le", "Jeanne Le Bihan", None),
        ("Jean", "Jean-Paul Riou", None),
        ("Jean-Paul", "Jean-Paul Riou", How.FIRST),
        ("Paul", "Jean-Paul Riou", None),
        ("FredM", "Frédéric Mazzella", How.SHORT),
        ("Stromae", "Stromae", How.FULL),
        ("", ANAIS, None),
        ("Kerbrat", "", None),
        ("Ирина", "Ирина Петрова", How.FIRST),
        ("Петрова", "Ирина Петрова", How.LAST),
    ],
)
def test_a_written_name_stands_for_a_full_one(written: str, name: str, how: How | None) -> None:
    assert match_name(written, name) is how
    assert stands_for(written, name) is (how is not None)


def test_a_name_is_a_first_name_and_what_comes_after() -> None:
    assert split_name("Anne-Lise Le Bihan") == (("anne", "lise"), ("le", "bihan"))
    assert split_name("Stromae") == (("stromae",), ())
