"""FAISS, against plain numpy."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from onrecord.retrieval.clusters import Clusters, make_clusters
from onrecord.retrieval.stored import load_array
from onrecord.retrieval.vectors import VectorIndex

GENERATOR = np.random.default_rng(7)


def unit_rows(count: int, dimension: int = 16) -> np.ndarray:
    rows = GENERATOR.standard_normal((count, dimension)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def mask_of(rows: Sequence[int] | np.ndarray, count: int) -> np.ndarray:
    mask = np.zeros(count, dtype=bool)
    mask[np.asarray(rows, np.int64)] = True
    return mask


def test_the_search_is_exact() -> None:
    vectors, question = unit_rows(200), unit_rows(1)[0]
    rows, scores = VectorIndex(vectors).search(question, 10)
    expected = np.argsort(-(vectors @ question))[:10]
    assert rows.tolist() == expected.tolist()
    assert np.allclose(scores, (vectors @ question)[expected], atol=1e-6)


def test_a_filter_holds_before_the_best_are_taken() -> None:
    vectors, question = unit_rows(200), unit_rows(1)[0]
    allowed = np.arange(3, 200, 7)
    rows, _ = VectorIndex(vectors).search(question, 5, mask_of(allowed, 200))
    expected = allowed[np.argsort(-(vectors[allowed] @ question))[:5]]
    assert rows.tolist() == expected.tolist()


def test_rows_are_compared_in_the_order_asked() -> None:
    vectors, question = unit_rows(50), unit_rows(1)[0]
    rows = np.asarray([7, 3, 49], np.int64)
    index = VectorIndex(vectors)
    assert np.allclose(index.compare(question, rows), vectors[rows] @ question, atol=1e-6)
    assert index.compare(question, np.zeros(0, np.int64)).shape == (0,)


def test_more_than_there_are_gives_all_there_are() -> None:
    index = VectorIndex(unit_rows(3))
    assert sorted(index.search(unit_rows(1)[0], 50)[0].tolist()) == [0, 1, 2]
    assert index.search(unit_rows(1)[0], 50, mask_of([2], 3))[0].tolist() == [2]
    assert index.search(unit_rows(1)[0], 50, mask_of([], 3))[0].tolist() == []


def test_vectors_of_a_mapped_file_are_searched_where_they_lie(tmp_path: Path) -> None:
    vectors, question = unit_rows(40), unit_rows(1)[0]
    np.save(tmp_path / "vectors.npy", vectors)
    mapped = VectorIndex(load_array(tmp_path / "vectors.npy", mapped=True))
    assert (len(mapped), mapped.dimension, mapped.nbytes) == (40, 16, vectors.nbytes)
    for found, expected in zip(
        mapped.search(question, 7), VectorIndex(vectors).search(question, 7), strict=True
    ):
        assert found.tolist() == expected.tolist()
    assert not mapped.vectors.flags.writeable


def test_clusters_find_nearly_all_of_the_nearest_rows_and_compare_them_exactly() -> None:
    vectors = unit_rows(3000)
    clusters = make_clusters(vectors)
    assert 0.99 <= clusters.recall <= 1 and 0 < clusters.probes <= 54
    shared = 0
    for question in unit_rows(50):
        rows, scores = clusters.search(vectors, question, 100)
        assert np.allclose(scores, vectors[rows] @ question, atol=1e-6)
        assert scores.tolist() == sorted(scores.tolist(), reverse=True)
        shared += len(np.intersect1d(rows, np.argsort(-(vectors @ question))[:100]))
    assert shared / 5000 >= 0.97


def test_clusters_look_further_where_a_filter_keeps_few() -> None:
    vectors, question = unit_rows(3000), unit_rows(1)[0]
    allowed = np.arange(3, 3000, 30)
    rows, _ = make_clusters(vectors).search(vectors, question, 20, mask_of(allowed, 3000), 100)
    expected = allowed[np.argsort(-(vectors[allowed] @ question))[:20]]
    assert rows.tolist() == expected.tolist()


def test_clusters_are_read_as_they_were_written(tmp_path: Path) -> None:
    vectors, question = unit_rows(3000), unit_rows(1)[0]
    made = make_clusters(vectors)
    made.save(tmp_path / "vectors.ivf")
    read = Clusters.load(tmp_path / "vectors.ivf", made.probes, made.recall)
    for found, expected in zip(
        read.search(vectors, question, 9), made.search(vectors, question, 9), strict=True
    ):
        assert found.tolist() == expected.tolist()


def test_only_many_rows_get_clusters_and_a_filter_that_keeps_few_is_exact(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("onrecord.retrieval.vectors.MOST_EXACT", 500)
    vectors, question = unit_rows(600), unit_rows(1)[0]
    assert VectorIndex.make(vectors[:500]).clusters is None
    index = VectorIndex.make(vectors)
    assert index.clusters is not None
    rows, _ = index.search(question, 300, mask_of(range(500), 600))
    assert rows.tolist() == np.argsort(-(vectors[:500] @ question))[:300].tolist()
