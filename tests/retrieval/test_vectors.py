"""FAISS, against plain numpy."""

from pathlib import Path

import numpy as np
import pytest

from onrecord.error import StorageError
from onrecord.retrieval.vectors import VectorIndex

GENERATOR = np.random.default_rng(7)


def unit_rows(count: int, dimension: int = 16) -> np.ndarray:
    rows = GENERATOR.standard_normal((count, dimension)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_the_search_is_exact() -> None:
    vectors, question = unit_rows(200), unit_rows(1)[0]
    rows, scores = VectorIndex.build(vectors).search(question, 10)
    expected = np.argsort(-(vectors @ question))[:10]
    assert rows.tolist() == expected.tolist()
    assert np.allclose(scores, (vectors @ question)[expected], atol=1e-6)


def test_a_filter_holds_before_the_best_are_taken() -> None:
    vectors, question = unit_rows(200), unit_rows(1)[0]
    allowed = np.arange(3, 200, 7)
    rows, _ = VectorIndex.build(vectors).search(question, 5, allowed)
    expected = allowed[np.argsort(-(vectors[allowed] @ question))[:5]]
    assert rows.tolist() == expected.tolist()


def test_rows_are_compared_in_the_order_asked() -> None:
    vectors, question = unit_rows(50), unit_rows(1)[0]
    rows = np.asarray([7, 3, 49], np.int64)
    index = VectorIndex.build(vectors)
    assert np.allclose(index.compare(question, rows), vectors[rows] @ question, atol=1e-6)
    assert index.compare(question, np.zeros(0, np.int64)).shape == (0,)


def test_more_than_there_are_gives_all_there_are() -> None:
    index = VectorIndex.build(unit_rows(3))
    assert sorted(index.search(unit_rows(1)[0], 50)[0].tolist()) == [0, 1, 2]
    assert index.search(unit_rows(1)[0], 50, np.asarray([2]))[0].tolist() == [2]
    assert index.search(unit_rows(1)[0], 50, np.zeros(0, np.int64))[0].tolist() == []


def test_what_is_saved_is_what_is_loaded(tmp_path: Path) -> None:
    vectors = unit_rows(20)
    VectorIndex.build(vectors).save(tmp_path / "vectors.faiss")
    loaded = VectorIndex.load(tmp_path / "vectors.faiss")
    assert (len(loaded), loaded.dimension) == (20, 16)
    assert np.array_equal(loaded.read_rows(5, 9), vectors[5:9])


def test_a_file_that_is_no_index_is_refused(tmp_path: Path) -> None:
    (tmp_path / "vectors.faiss").write_bytes(b"not an index at all")
    with pytest.raises(StorageError, match="expected a FAISS index"):
        VectorIndex.load(tmp_path / "vectors.faiss")
