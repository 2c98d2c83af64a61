"""Turn texts into vectors with a model folder: one vector a text and one a word piece.

Used by `evaluate.py`. It loads a model and encodes; it does not score, project or store.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from sentence_transformers import SentenceTransformer
from tokenizers import Encoding

Floats = npt.NDArray[np.float32]
THREADS = 2  # fixed, since sums in another order differ in their last bits


@dataclass(frozen=True)
class Encoded:
    """Vectors of n texts of m word pieces in all, special pieces left out.

    Attributes
    ----------
    pooled
        (n, d) float32, rows of unit length: one vector a text.
    pieces
        (m, d) float32, rows of unit length: the last layer, text after text.
    ids
        (m,) int64: which piece of the vocabulary each row is.
    starts
        (n + 1,) int64: text i has rows starts[i] to starts[i + 1], end exclusive.
    """

    pooled: Floats
    pieces: Floats
    ids: npt.NDArray[np.int64]
    starts: npt.NDArray[np.int64]


class Encoder:
    """A sentence-transformers folder, read from disk only, on the processor."""

    def __init__(
        self, folder: Path, max_pieces: int | None = None, *, in_bfloat16: bool = False
    ) -> None:
        """Load the model of `folder`; texts are cut at `max_pieces`, or where the folder says.

        `in_bfloat16` computes the layers so, as the product does where the CPU can.
        """
        torch.set_num_threads(THREADS)
        self.model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        self.model.eval()
        if in_bfloat16:
            self.model[0].bfloat16().register_forward_hook(_widen)
        self.tokenizer = self.model.tokenizer.backend_tokenizer
        self.max_pieces = max_pieces or int(self.model.max_seq_length or 256)

    @torch.inference_mode()
    def encode(self, texts: Sequence[str], role: str, batch: int = 32) -> Encoded:
        """Encode texts, shortest first so that batches hold little padding.

        Parameters
        ----------
        texts
            n texts, verbatim; each of at least one piece.
        role
            "query" or "document": whose prompt, if the model has one, stands before each text.
        batch
            Texts a forward pass.
        """
        prompt = (self.model.prompts or {}).get(role) or ""
        encodings = self._cut([prompt + text for text in texts])
        ids = [encoding.ids for encoding in encodings]
        own = [_find_own(encoding, len(prompt)) for encoding in encodings]
        pooled: dict[int, Floats] = {}
        pieces: dict[int, Floats] = {}
        for group in group_by_length(ids, batch):
            features = self._run([ids[text] for text in group])
            layer = torch.nn.functional.normalize(features["token_embeddings"], dim=-1)
            for row, text in enumerate(group):
                pooled[text] = features["sentence_embedding"][row].numpy()
                pieces[text] = layer[row, own[text]].numpy()
        order = range(len(texts))
        return Encoded(
            pooled=np.stack([pooled[text] for text in order]),
            pieces=np.concatenate([pieces[text] for text in order]),
            ids=np.concatenate([np.asarray(ids[text], np.int64)[own[text]] for text in order]),
            starts=np.cumsum([0, *(len(own[text]) for text in order)], dtype=np.int64),
        )

    def _cut(self, texts: Sequence[str]) -> list[Encoding]:
        """Cut each text into pieces, `max_pieces` at most, between the special pieces."""
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(self.max_pieces)
        encodings: list[Encoding] = self.tokenizer.encode_batch(list(texts))
        return encodings

    def _run(self, ids: list[list[int]]) -> dict[str, torch.Tensor]:
        """Return what the modules make of the texts: one vector each, and one for every piece."""
        longest = max(map(len, ids))
        padded = torch.zeros(len(ids), longest, dtype=torch.long)
        mask = torch.zeros(len(ids), longest, dtype=torch.long)
        for row, text in enumerate(ids):
            padded[row, : len(text)] = torch.tensor(text)
            mask[row, : len(text)] = 1
        features: dict[str, torch.Tensor] = self.model({"input_ids": padded, "attention_mask": mask})
        return features


def _widen(
    _layers: torch.nn.Module, _given: object, features: dict[str, torch.Tensor]
) -> dict[str, torch.Tensor]:
    return {**features, "token_embeddings": features["token_embeddings"].float()}


def _find_own(encoding: Encoding, prompt: int) -> npt.NDArray[np.int64]:
    """Return the places of the pieces of the text itself, which stands after `prompt` characters."""
    ends = np.asarray([end for _, end in encoding.offsets])
    return np.flatnonzero((np.asarray(encoding.special_tokens_mask) == 0) & (ends > prompt))


def group_by_length(ids: Sequence[Sequence[int]], batch: int) -> Iterator[list[int]]:
    """Yield groups of text numbers of similar length."""
    order = sorted(range(len(ids)), key=lambda text: len(ids[text]))
    for start in range(0, len(order), batch):
        yield order[start : start + batch]
