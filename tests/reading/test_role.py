"""Roles: which words beside a name are one, and which of them are left out."""

import pytest

from onrecord.reading.talk.role import find_role, is_role


@pytest.mark.parametrize(
    "text",
    ["maire de Vif", "le maire", "les maires de la plaine", "ancien maire", "l'ancienne maire de Vif",
     "L’éclusière", "les anciens maires", "ex-ministre", "une éclusière", "former president"],
)  # fmt: skip
def test_an_article_and_the_word_for_former_may_open_a_role(text):
    assert is_role(text)


@pytest.mark.parametrize("text", ["", "le", "lesmaires", "la Seine", "une maison", "ancienmaire"])
def test_other_words_are_not_a_role(text):
    assert not is_role(text)


def test_a_former_role_is_kept_whole():
    assert find_role("Léa Roux", ["Léa Roux, ancienne maire de Vif, part."]) == "ancienne maire de Vif"
    assert find_role("Léa Roux", ["Léa Roux est l'ancienne maire de Vif."]) == "ancienne maire de Vif"
    assert find_role("Léa Roux", ["Léa Roux est la maire de la Seine."]) == "maire de la Seine"
