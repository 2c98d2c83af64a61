"""Many names, found in running text."""

from collections.abc import Callable

import pytest
from counting import count_calls

from onrecord.text.name import How
from onrecord.text.name_index import NameIndex, fold_flat

NAMES = ["Jeanne Le Bihan", "Paul Riou", "Rose Riou", "Anaïs Kerbrat-Mezière", "Cédric O", "Stromae"]


def found(text: str) -> list[tuple[str, set[str], How]]:
    flat = fold_flat(text)
    return [(flat[m.start : m.end], set(m.names), m.how) for m in NameIndex(NAMES).find(flat)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Que dit Paul Riou ?", [("paul riou", {"Paul Riou"}, How.FULL)]),
        ("Que dit Riou ?", [("riou", {"Paul Riou", "Rose Riou"}, How.LAST)]),
        ("Kerbrat et Mezière", [(w, {NAMES[3]}, How.LAST) for w in ("kerbrat", "meziere")]),
        ("Mme Kerbrat-Mezière", [("kerbrat meziere", {NAMES[3]}, How.LAST)]),
        (
            "Le Bihan et Stromae",
            [("le bihan", {NAMES[0]}, How.LAST), ("stromae", {NAMES[5]}, How.FULL)],
        ),
        ("Cédric O ?", [("cedric o", {"Cédric O"}, How.FULL)]),
        ("le riouard, Paul, o", []),
        ("", []),
    ],
)
def test_names_are_found_where_they_stand_the_longest_first(text: str, names: list) -> None:
    assert found(text) == names


def test_looking_among_many_names_costs_what_looking_among_few_does() -> None:
    def work(number: int) -> Callable[[], object]:
        index = NameIndex(f"Léa Dupont{i:05d}" for i in range(number))
        return lambda: index.find("que dit dupont00007 du prix du gazole et de la peche en mer")

    assert count_calls(work(5000)) == count_calls(work(50))
