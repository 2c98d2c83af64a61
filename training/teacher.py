"""What the teacher sees in a text: a vector a word, and one for the whole; the student learns both.

The teacher's layer before the last, with the mean of questions or of passages taken off, orders
passages by late interaction better than its last layer; its pooled vector is the last layer's
mean, as it was made. Used by `start.py` and `train.py`; nothing here learns.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from base_model import BaseModel
from tokenizers import Encoding
from torch.nn.functional import normalize

PROMPTS = {"question": "query: ", "passage": "passage: "}  # as the teacher was trained
LAYER = 11  # after so many layers of twelve, word vectors are taken
MOST_PIECES = 150  # enough for what training reads
GROUP = 13  # texts of like length read at once
_WORD = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True)
class Lesson:
    """What the teacher makes of one text.

    Attributes
    ----------
    owner
        (characters + 1,): the number of the word that each character belongs to, -1 for none.
    words
        (words, d): a vector a word, the mean of its pieces; `seen` (words,) bool, whether the
        teacher read that far.
    pieces, ids
        (p, d) and (p,): the teacher's own pieces, for its late interaction.
    pooled
        (d,), of unit length.
    """

    owner: npt.NDArray[np.int64]
    words: torch.Tensor
    seen: torch.Tensor
    pieces: torch.Tensor
    ids: torch.Tensor
    pooled: torch.Tensor


class Teacher:
    """The teacher in bfloat16, read only."""

    def __init__(self, base: BaseModel, means: dict[str, torch.Tensor] | None = None) -> None:
        """Take the teacher's weights; `means` (d,) of each role are taken off its word vectors."""
        self.transformer = base.make_transformer().bfloat16()
        self.tokenizer = base.make_tokenizer()
        self.tokenizer.enable_truncation(MOST_PIECES)
        zeros = torch.zeros(base.settings["hidden_size"])
        self.means = means or dict.fromkeys(PROMPTS, zeros)

    @torch.no_grad()
    def teach(self, texts: Sequence[str], roles: Sequence[str]) -> list[Lesson]:
        """Return a lesson a text, in order; `roles` are keys of `PROMPTS`, at least as many."""
        prompted = [PROMPTS[role] + text for text, role in zip(texts, roles, strict=False)]
        encodings = self.tokenizer.encode_batch(prompted)
        lessons: dict[int, Lesson] = {}
        for group in group_by_length(encodings, GROUP):
            ids, mask = pad([encodings[place] for place in group])
            layers = self.transformer(
                input_ids=ids, attention_mask=mask.bfloat16(), output_hidden_states=True
            ).hidden_states
            words, last = layers[LAYER].float(), layers[-1].float()
            pooled = normalize((last * mask[..., None]).sum(1) / mask.sum(1, keepdim=True), dim=1)
            for row, place in enumerate(group):
                vectors = words[row] - self.means[roles[place]]
                shift = len(PROMPTS[roles[place]])
                lessons[place] = _gather(texts[place], encodings[place], shift, vectors, pooled[row])
        return [lessons[place] for place in range(len(texts))]


def _gather(
    text: str, encoding: Encoding, shift: int, vectors: torch.Tensor, pooled: torch.Tensor
) -> Lesson:
    """Bring the pieces of a text together in words."""
    owner, count = own_characters(text)
    found = torch.from_numpy(find_words(encoding, owner, shift))
    held = found >= 0
    pieces, numbers = vectors[: len(found)][held], found[held]
    sums = torch.zeros(count, vectors.shape[1]).index_add_(0, numbers, pieces)
    sizes = torch.zeros(count).index_add_(0, numbers, torch.ones(len(numbers)))
    ids = torch.tensor(encoding.ids)[held]
    return Lesson(owner, sums / sizes.clamp_min(1)[:, None], sizes > 0, pieces, ids, pooled)


def own_characters(text: str) -> tuple[npt.NDArray[np.int64], int]:
    """Return the number of the word of each character (-1 for blanks), and how many words."""
    owner = np.full(len(text) + 1, -1, np.int64)
    count = 0
    for count, word in enumerate(_WORD.finditer(text), 1):
        owner[word.start() : word.end()] = count - 1
    return owner, count


def find_words(
    encoding: Encoding, owner: npt.NDArray[np.int64], shift: int = 0
) -> npt.NDArray[np.int64]:
    """Return the word that each piece ends in, -1 for special pieces and those of a prompt.

    `shift` is how many characters stand before the text.
    """
    ends = np.asarray([end - 1 - shift if end > start else -1 for start, end in encoding.offsets])
    inside = (ends >= 0) & (ends < len(owner))
    return np.where(inside, owner[np.where(inside, ends, 0)], -1)


def group_by_length(encodings: Sequence[Encoding], size: int) -> Iterator[list[int]]:
    """Yield the places of texts of like length, `size` at a time."""
    order = sorted(range(len(encodings)), key=lambda place: len(encodings[place].ids))
    for start in range(0, len(order), size):
        yield order[start : start + size]


def pad(encodings: Sequence[Encoding]) -> tuple[torch.Tensor, torch.Tensor]:
    """Return ids and mask, both (texts, longest); the padding piece is number 1."""
    longest = max(len(encoding.ids) for encoding in encodings)
    ids = torch.ones(len(encodings), longest, dtype=torch.long)
    mask = torch.zeros(len(encodings), longest)
    for row, encoding in enumerate(encodings):
        ids[row, : len(encoding.ids)] = torch.tensor(encoding.ids)
        mask[row, : len(encoding.ids)] = 1
    return ids, mask
