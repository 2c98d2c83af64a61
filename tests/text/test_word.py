"""Words for matching."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from onrecord.text.fold import fold
from onrecord.text.word import content_words, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Éléphant À ÇA", "elephant a ca"), ("cœur l’État", "coeur l'etat"), ("ﬁn", "fin"), ("", "")],
)
def test_folding_drops_case_accents_and_ligatures(text: str, folded: str) -> None:
    assert fold(text) == folded


def fold_slowly(text: str) -> str:
    """Fold as the definition says, with nothing kept."""
    same = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae"})
    decomposed = unicodedata.normalize("NFKD", text.translate(same).lower())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


@given(text=st.text())
@example("L’Œuvre ŒUVRE")
@example("ΟΔΟΣ ὈΔΟΣ İstanbul ﬁn ½ ² 한글")
@example("é" * 9000)
def test_folding_fast_is_folding_by_definition(text: str) -> None:
    assert fold(text) == fold_slowly(text)


def test_words_lose_elided_articles() -> None:
    assert words("L’idée qu'il s'agit d'une aujourd'hui") == [
        *("idee", "il", "agit", "une", "aujourd", "hui"),
    ]


def test_numbers_keep_their_decimals() -> None:
    assert words("1,5 million en 2019, 3.14") == ["1,5", "million", "en", "2019", "3.14"]


def test_content_words_leave_function_words_out() -> None:
    assert content_words("Que signifie la refonte de la Dinum ?") == ["signifie", "refonte", "dinum"]
    assert content_words("What does he say about the budget?") == ["budget"]
