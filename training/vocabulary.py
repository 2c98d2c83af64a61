"""Make the student's vocabulary of the teacher's: folded, rid of the unused, French words added.

Second step of `start.py`. Folding drops capitals and accents, writes œ as oe and parts an elided
article from its word (« l'école » is read l' école), so that a hurried question and a careful
passage are cut alike. Nothing here looks at a transformer.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from base_model import SPECIAL_PIECES, BaseModel, make_tokenizer
from encoding import Floats
from tokenizers import Regex, Tokenizer, normalizers

LEAST_USES = 2  # in the sample, under which a piece of several letters is left out
LEAST_WORD_USES = 8
LONGEST_WORD = 18
_WORD = re.compile(r"([a-z]+')|([a-z]{3,})[.,;:!?)]*")


@dataclass(frozen=True)
class Vocabulary:
    """The student's pieces.

    `tokenizer` cuts into `pieces`, `scores` their log probabilities; `embeddings`
    `(vocabulary, d)` float32, where each piece starts: the mean of the teacher's pieces that fold
    into it, by use, or of the pieces that spell it.
    """

    pieces: list[str]
    scores: Floats
    embeddings: Floats
    tokenizer: Tokenizer


def make_vocabulary(teacher: BaseModel, texts: Sequence[str], new_words: int) -> Vocabulary:
    """Fold the teacher's vocabulary and add the most frequent words that it cuts in parts.

    Parameters
    ----------
    texts
        French and English, as written: what the pieces are counted on.
    new_words
        How many words to add, at most.
    """
    uses = count_uses(teacher.make_tokenizer(), texts, len(teacher.embeddings))
    groups: dict[str, list[int]] = defaultdict(list)
    for number, piece in enumerate(teacher.pieces[len(SPECIAL_PIECES) :], len(SPECIAL_PIECES)):
        groups[fold_piece(piece)].append(number)
    kept = {piece: ids for piece, ids in groups.items() if piece and _is_used(piece, uses[ids])}
    pieces = [*SPECIAL_PIECES, *kept]
    joined = [np.logaddexp.reduce(teacher.scores[ids]) for ids in kept.values()]
    scores = [0.0] * len(SPECIAL_PIECES) + joined
    weights = [uses[ids] + 0.1 for ids in kept.values()]
    means = [
        np.average(teacher.embeddings[ids], axis=0, weights=weight)
        for ids, weight in zip(kept.values(), weights, strict=True)
    ]
    rows = [*teacher.embeddings[: len(SPECIAL_PIECES)], *means]
    folded = make_tokenizer(pieces, np.asarray(scores, np.float32), fold_text())
    for word, count in _find_words(texts, set(pieces))[:new_words]:
        spelt = folded.encode(word, add_special_tokens=False).ids
        pieces.append("▁" + word)
        scores.append(float(np.log(count / uses.sum())))
        rows.append(np.mean([rows[number] for number in spelt], axis=0))
    final = np.asarray(scores, np.float32)
    embeddings = np.asarray(rows, np.float32)
    return Vocabulary(pieces, final, embeddings, make_tokenizer(pieces, final, fold_text()))


def fold_text() -> list[normalizers.Normalizer]:
    """Return the steps that fold a text before it is cut."""
    return [
        normalizers.Replace("’", "'"),
        normalizers.NFKC(),
        normalizers.Lowercase(),
        normalizers.NFD(),
        normalizers.StripAccents(),
        normalizers.Replace("œ", "oe"),
        normalizers.Replace("æ", "ae"),
        normalizers.Replace("'", "' "),
        normalizers.Replace(Regex(r"\s+"), " "),
        normalizers.Strip(),
    ]


def fold_piece(piece: str) -> str:
    """Return a piece as `fold_text` would leave it, without the blank after an apostrophe."""
    text = unicodedata.normalize("NFKC", piece.replace("’", "'")).lower()
    parts = unicodedata.normalize("NFD", text.replace("œ", "oe").replace("æ", "ae"))
    return "".join(letter for letter in parts if unicodedata.category(letter) != "Mn")


def count_uses(tokenizer: Tokenizer, texts: Sequence[str], size: int) -> npt.NDArray[np.int64]:
    """Count how often each piece occurs, special pieces left out: (size,) int64."""
    counts = np.zeros(size, dtype=np.int64)
    for start in range(0, len(texts), 5_000):
        batch = list(texts[start : start + 5_000])
        for encoding in tokenizer.encode_batch(batch, add_special_tokens=False):
            np.add.at(counts, np.asarray(encoding.ids, dtype=np.int64), 1)
    return counts


def _is_used(piece: str, uses: npt.NDArray[np.int64]) -> bool:
    return int(uses.sum()) >= (1 if len(piece) == 1 else LEAST_USES)


def _find_words(texts: Sequence[str], known: set[str]) -> list[tuple[str, int]]:
    """Return the words that are no piece yet, with their counts, the most frequent first."""
    folding = normalizers.Sequence(fold_text())
    counts: Counter[str] = Counter()
    for text in texts:
        for part in folding.normalize_str(text).split():
            found = _WORD.fullmatch(part)
            if found:
                counts[found[1] or found[2]] += 1
    return [
        (word, count)
        for word, count in counts.most_common()
        if count >= LEAST_WORD_USES and len(word) <= LONGEST_WORD and "▁" + word not in known
    ]
