"""One written name against one full name: the same for labels, filters, questions and facts."""

import pytest

from onrecord.text.name import How, is_one_slip, match_name, split_name, stands_for

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


@pytest.mark.parametrize("slip", ["kerbratt", "kebrat", "kerbrot", "kebrrat", "kerbratx", "xkerbrat"])
def test_a_slip_is_one_letter_more_less_wrong_or_swapped(slip: str) -> None:
    assert is_one_slip(slip, "kerbrat") and is_one_slip("kerbrat", slip)


@pytest.mark.parametrize(
    "other", ["kerbrat", "kerbrattt", "kebrot", "karbret", "", "tarbrek", "kerrbatt"]
)
def test_two_slips_or_none_are_no_slip(other: str) -> None:
    assert not is_one_slip(other, "kerbrat")
