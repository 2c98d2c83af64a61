"""Tell which base pieces translate each piece, from sentences that say the same in two languages.

Third step of `transplant.py`. Works on sets of pieces per sentence, without their order; it neither
reads text nor touches an embedding.
Source: Minixhofer, Paischer and Rekabsaz, WECHSEL, 2022, https://arxiv.org/abs/2112.06598
(embeddings of a new language as weighted means of translations).
Source: Brown et al., The Mathematics of Statistical Machine Translation, 1993,
https://aclanthology.org/J93-2003/ (model 1).
"""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from scipy import sparse
from tokenizers import Tokenizer

BATCH = 20_000


def mark_pieces(tokenizer: Tokenizer, sentences: Sequence[str], most: int = 64) -> sparse.csr_matrix:
    """Mark which pieces each sentence holds.

    Parameters
    ----------
    tokenizer
        Gives the columns: one a piece.
    sentences
        One row each; a sentence of more than `most` pieces gives an empty row (too long to align).

    Returns
    -------
    (sentences, vocabulary) float32, 0 or 1.
    """
    columns: list[npt.NDArray[np.int64]] = []
    for start in range(0, len(sentences), BATCH):
        batch = list(sentences[start : start + BATCH])
        for encoding in tokenizer.encode_batch(batch, add_special_tokens=False):
            ids = np.unique(np.asarray(encoding.ids, dtype=np.int64))
            columns.append(ids if len(encoding.ids) <= most else ids[:0])
    ends = np.cumsum([0, *map(len, columns)])
    flat = np.concatenate(columns)
    shape = (len(sentences), tokenizer.get_vocab_size())
    return sparse.csr_matrix((np.ones(len(flat), np.float32), flat, ends), shape=shape)


def drop_columns(marks: sparse.csr_matrix, keep: npt.NDArray[np.bool_]) -> sparse.csr_matrix:
    """Forget the pieces of which `keep` (vocabulary,) is False; the shape stays."""
    return sparse.csr_matrix(marks @ sparse.diags(keep.astype(np.float32)))


def score_translations(
    french: sparse.csr_matrix, english: sparse.csr_matrix, candidates: int
) -> sparse.csr_matrix:
    """Score pairs of pieces by c(f,e)² / (c(f) c(e)) over aligned sentences.

    Parameters
    ----------
    french, english
        (sentences, vocabulary) and (sentences, base vocabulary) marks, as `mark_pieces` gives.
    candidates
        How many base pieces, the best ones, are kept for each piece.

    Returns
    -------
    (vocabulary, base vocabulary) float32 in 0..1, rows of at most `candidates` numbers, columns
    sorted.
    """
    together = sparse.csr_matrix(french.T @ english)
    return _keep_best(_score(together, french, english), candidates, share=0.0)


def refine_by_expectation(
    scores: sparse.csr_matrix, french: sparse.csr_matrix, english: sparse.csr_matrix
) -> sparse.csr_matrix:
    """Let the base pieces of each sentence share each French piece out, and score the shares.

    One round of expectation and maximisation: c(f,e) becomes the expected number of times that f
    is said for e, and the score is formed as before. Shapes as in `score_translations`.
    """
    width = scores.shape[1]
    rows = np.repeat(np.arange(scores.shape[0]), np.diff(scores.indptr))
    keys = rows.astype(np.int64) * width + scores.indices
    given = np.append(scores.data, 0).astype(np.float64)  # the last place: not a candidate
    expected = np.zeros(len(given))
    for places, group in _pair_pieces(keys, width, french, english):
        strength = given[places]
        total = np.bincount(group, strength)
        share = strength / np.maximum(total[group], 1e-12)
        expected += np.bincount(places, share, minlength=len(given))
    together = sparse.csr_matrix(
        (expected[:-1].astype(np.float32), scores.indices, scores.indptr), shape=scores.shape
    )
    return _score(together, french, english)


def weigh_translations(scores: sparse.csr_matrix, most: int, share: float) -> sparse.csr_matrix:
    """Keep the `most` best of each row above `share` of the best; rows then sum to 1 or 0."""
    best = _keep_best(scores, most, share)
    totals = np.asarray(best.sum(axis=1)).ravel()
    scale = sparse.diags(np.divide(1, totals, out=np.zeros_like(totals), where=totals > 0))
    return sparse.csr_matrix(scale @ best)


def _score(
    together: sparse.csr_matrix, french: sparse.csr_matrix, english: sparse.csr_matrix
) -> sparse.csr_matrix:
    """Turn counts c(f,e) into c(f,e)² / (c(f) c(e))."""
    count_french = np.asarray(french.sum(axis=0), dtype=np.float64).ravel()
    count_english = np.asarray(english.sum(axis=0), dtype=np.float64).ravel()
    rows = np.repeat(np.arange(together.shape[0]), np.diff(together.indptr))
    chance = count_french[rows] * count_english[together.indices]
    data = (together.data.astype(np.float64) ** 2 / np.maximum(chance, 1)).astype(np.float32)
    return sparse.csr_matrix((data, together.indices, together.indptr), shape=together.shape)


def _keep_best(scores: sparse.csr_matrix, most: int, share: float) -> sparse.csr_matrix:
    """Keep the `most` best of each row that reach `share` of the row's best, columns sorted."""
    scores.sort_indices()
    places = []
    for start, end in zip(scores.indptr[:-1], scores.indptr[1:], strict=True):
        order = start + np.argsort(-scores.data[start:end], kind="stable")[:most]
        if len(order):
            order = order[scores.data[order] >= share * scores.data[order[0]]]
        places.append(np.sort(order))
    ends = np.cumsum([0, *map(len, places)])
    kept = np.concatenate(places)
    return sparse.csr_matrix((scores.data[kept], scores.indices[kept], ends), shape=scores.shape)


def _pair_pieces(
    keys: npt.NDArray[np.int64], width: int, french: sparse.csr_matrix, english: sparse.csr_matrix
) -> Iterator[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]]:
    """Yield the place in `keys` of every (f, e) of a sentence, and a number for (sentence, f)."""
    for start in range(0, french.shape[0], BATCH):
        ours, theirs = french[start : start + BATCH], english[start : start + BATCH]
        sentence = np.repeat(np.arange(ours.shape[0]), np.diff(ours.indptr))
        lengths = np.diff(theirs.indptr)[sentence].astype(np.int64)
        group = np.repeat(np.arange(len(sentence)), lengths)
        if not len(group):
            continue
        first = theirs.indptr[sentence].astype(np.int64) - (np.cumsum(lengths) - lengths)
        columns = theirs.indices[np.arange(len(group)) + np.repeat(first, lengths)]
        wanted = ours.indices.astype(np.int64)[group] * width + columns
        places = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        yield np.where(keys[places] == wanted, places, len(keys)), group
