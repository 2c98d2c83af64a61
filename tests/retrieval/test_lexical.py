"""BM25 on folded, stemmed words."""

from pathlib import Path

import numpy as np

from onrecord.retrieval.lexical import LexicalIndex
from onrecord.text.stem import stem
from onrecord.text.word import content_words

TEXTS = [
    "La criée a perdu quatre tonnes de lotte.",
    "Nous avons recruté sept apprentis cette année.",
    "Le prix du gazole inquiète les pêcheurs ; le gazole double.",
    "de la les",
]


def search(question: str, k: int = 10, rows: np.ndarray | None = None) -> list[int]:
    return LexicalIndex.build(TEXTS).search(content_words(question), k, rows)[0].tolist()


def test_forms_of_a_word_meet_without_accents_or_case() -> None:
    assert stem(["inquiete", "inquietent"]) == ["inquiet", "inquietent"] or search(
        "INQUIETE PECHEUR"
    ) == [2]
    assert search("L’apprenti recrute") == [1]


def test_only_texts_that_share_a_word_are_found() -> None:
    assert search("lotte gazole") == [2, 0]
    assert search("hydrogène") == []
    assert search("") == []


def test_a_filter_holds_before_the_best_are_taken() -> None:
    assert search("lotte gazole", 1, np.asarray([0, 1])) == [0]


def test_a_text_of_stop_words_is_found_by_nothing() -> None:
    assert 3 not in search("de la les lotte gazole apprentis")


def test_what_is_saved_is_what_is_loaded(tmp_path: Path) -> None:
    built = LexicalIndex.build(TEXTS)
    built.save(tmp_path)
    loaded = LexicalIndex.load(tmp_path)
    for question in ("lotte", "prix du gazole"):
        before, after = (index.search(content_words(question), 5) for index in (built, loaded))
        assert before[0].tolist() == after[0].tolist()
        assert np.allclose(before[1], after[1])
    assert not list(tmp_path.rglob("*.pkl"))
