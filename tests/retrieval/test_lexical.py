"""BM25 on folded, stemmed words."""

from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy as np
import pytest

from onrecord.retrieval.lexical import (
    Mask,
    WordTable,
    join_word_tables,
    make_word_table,
    search_words,
)
from onrecord.text.stem import stem
from onrecord.text.word import content_words

TEXTS = [
    "La criée a perdu quatre tonnes de lotte.",
    "Nous avons recruté sept apprentis cette année.",
    "Le prix du gazole inquiète les pêcheurs ; le gazole double.",
    "de la les",
    "Le gazole et la lotte, la lotte et le gazole : quel prix, quel prix pour le gazole !",
]
QUESTIONS = ["lotte", "prix du gazole", "gazole gazole lotte", "apprentis recrutés", "hydrogène", ""]


def every(count: int) -> Mask:
    return np.ones(count, dtype=bool)


def search(question: str, k: int = 10, allowed: Mask | None = None) -> list[int]:
    """Return the rows found, best first, then by row."""
    table = make_word_table(TEXTS)
    mask = every(len(TEXTS)) if allowed is None else allowed
    ((rows, scores),) = search_words([table], [None], content_words(question), k, [mask])
    return rows[np.lexsort((rows, -scores))][:k].tolist()


def score(tables: Sequence[WordTable], question: str, kept: Sequence[Mask | None]) -> np.ndarray:
    """Return the scores of all texts of several tables, those that are left out aside."""
    masks = [every(len(t.lengths)) if m is None else m for t, m in zip(tables, kept, strict=True)]
    found = search_words(tables, kept, content_words(question), 100, masks)
    scores = []
    for (rows, own), mask in zip(found, masks, strict=True):
        whole = np.zeros(len(mask), np.float32)
        whole[rows] = own
        scores.append(whole[mask])
    return np.concatenate(scores)


def test_forms_of_a_word_meet_without_accents_or_case() -> None:
    assert stem(["inquiete", "inquietent"]) == ["inquiet", "inquietent"] or search(
        "INQUIETE PECHEUR"
    ) == [2]
    assert search("L’apprenti recrute") == [1]


def test_only_texts_that_share_a_word_are_found() -> None:
    assert search("lotte gazole") == [4, 2, 0]
    assert search("hydrogène") == []
    assert search("") == []


def test_a_filter_holds_before_the_best_are_taken() -> None:
    assert search("lotte gazole", 1, np.asarray([True, True, False, False, False])) == [0]


def test_a_text_of_stop_words_is_found_by_nothing() -> None:
    assert 3 not in search("de la les lotte gazole apprentis")


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_scores_are_those_of_bm25s_to_the_last_bit(question: str) -> None:
    oracle = bm25s.BM25()
    oracle.index([stem(content_words(text)) or ["∅"] for text in TEXTS], show_progress=False)
    known = [word for word in stem(content_words(question)) if word in oracle.vocab_dict]
    expected = oracle.get_scores(known) if known else np.zeros(len(TEXTS), np.float32)
    assert score([make_word_table(TEXTS)], question, [None]).tolist() == expected.tolist()


@pytest.mark.parametrize("question", QUESTIONS)
def test_several_tables_score_as_one_and_what_is_left_out_counts_nowhere(question: str) -> None:
    expected = score([make_word_table(TEXTS)], question, [None]).tolist()
    parts = [make_word_table(TEXTS[:2]), make_word_table(TEXTS[2:])]
    assert score(parts, question, [None, None]).tolist() == expected
    more = make_word_table([TEXTS[0], "lotte gazole prix apprentis", *TEXTS[1:]])
    kept = np.asarray([True, False, True, True, True, True])
    assert score([more], question, [kept]).tolist() == expected
    joined = join_word_tables([more], [np.asarray([0, -1, 1, 2, 3, 4])])
    assert score([joined], question, [None]).tolist() == expected
    turned = join_word_tables(parts, [np.asarray([3, 4]), np.asarray([0, 1, 2])])
    assert score([turned], question, [None]).tolist() == [*expected[2:], *expected[:2]]


def test_a_joined_table_holds_no_word_of_what_was_left_out() -> None:
    joined = join_word_tables([make_word_table(TEXTS)], [np.asarray([-1, 0, -1, -1, -1])])
    assert set(joined.numbers) == set(stem(content_words(TEXTS[1])))
    assert joined.lengths.tolist() == [len(content_words(TEXTS[1]))]


def test_those_that_score_as_well_as_the_last_are_all_found() -> None:
    table = make_word_table(["lotte", "gazole", "lotte", "lotte lotte", "lotte"])
    ((rows, scores),) = search_words([table], [None], ["lotte"], 2, [every(5)])
    assert rows.tolist() == [0, 2, 3, 4]
    assert int(scores.argmax()) == 2


def test_what_is_saved_is_what_is_loaded(tmp_path: Path) -> None:
    built = make_word_table(TEXTS)
    built.save(tmp_path)
    for mapped in (False, True):
        loaded = WordTable.load(tmp_path, mapped=mapped)
        assert (loaded.numbers, loaded.nbytes) == (built.numbers, built.nbytes)
        for name in ("starts", "rows", "counts", "lengths"):
            assert np.array_equal(getattr(loaded, name), getattr(built, name))
    assert not list(tmp_path.rglob("*.pkl"))
