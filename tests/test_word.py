"""Words for matching."""

import pytest

from onrecord.word import content_words, fold, load_lexicon, words


@pytest.mark.parametrize(
    ("text", "folded"),
    [("Éléphant À ÇA", "elephant a ca"), ("cœur l’État", "coeur l'etat"), ("ﬁn", "fin"), ("", "")],
)
def test_folding_drops_case_accents_and_ligatures(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_words_lose_elided_articles() -> None:
    assert words("L’idée qu'il s'agit d'une aujourd'hui") == [
        *("idee", "il", "agit", "une", "aujourd", "hui"),
    ]


def test_numbers_keep_their_decimals() -> None:
    assert words("1,5 million en 2019, 3.14") == ["1,5", "million", "en", "2019", "3.14"]


def test_content_words_leave_function_words_out() -> None:
    assert content_words("Que signifie la refonte de la Dinum ?") == ["signifie", "refonte", "dinum"]
    assert content_words("What does he say about the budget?") == ["budget"]


def test_a_lexicon_is_folded_and_without_comments() -> None:
    lexicon = load_lexicon("paywall")
    assert "vous n'etes pas abonne" in lexicon
    assert not any(line.startswith("#") for line in lexicon)


def test_an_unknown_lexicon_is_a_mistake_of_the_program() -> None:
    with pytest.raises(FileNotFoundError):
        load_lexicon("nothing")
