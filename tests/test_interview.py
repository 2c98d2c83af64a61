"""The values that every room shares."""

import pytest

from onrecord.interview import Person


@pytest.mark.parametrize(
    ("person", "described"),
    [
        (Person("Léa Roux", "maire de Vif"), "Léa Roux, maire de Vif"),
        (Person("Léa Roux"), "Léa Roux"),
        (Person("", "maire de Vif"), "maire de Vif"),
        (Person(""), ""),
    ],
)
def test_a_person_is_described_by_name_and_role(person, described):
    assert person.described == described
