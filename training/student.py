"""The bundled encoder before its heads are fitted: most of the base model's layers, fewer pieces.

Used by `train.py`. Nothing of it is learnt: each piece keeps its vector and each layer its numbers,
so that rare words stay what they were. Leaving three of the twelve layers out costs nothing that
could be measured (training/README.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from base_model import BaseModel
from encoding import Floats, group_by_length
from tokenizers import Encoding, Tokenizer
from transformers import BertConfig, BertModel

PROMPTS = {"query": "query: ", "document": "passage: "}  # as the base model was trained
MOST_PIECES = 150  # enough for what is fitted
GROUP = 16  # texts of like length read at once


@dataclass(frozen=True)
class Read:
    """What the encoder makes of one text.

    Attributes
    ----------
    pieces
        (p, d) float32, rows of unit length: the text's own word pieces.
    ids
        (p,) int64: which piece of the vocabulary each row is.
    mean
        (d,) float32: over all pieces, those of the prompt and the ends too.
    """

    pieces: Floats
    ids: npt.NDArray[np.int64]
    mean: Floats


class Student:
    """Some layers of the base model over some of its pieces, read in bfloat16."""

    def __init__(
        self, base: BaseModel, layers: Sequence[int], tokenizer: Tokenizer, embeddings: Floats
    ) -> None:
        """Take `layers` (counted from 0) and the word `embeddings` `(vocabulary, d)`."""
        self.weights = {
            name: tensor for name, tensor in base.weights.items() if not name.startswith("encoder")
        }
        for place, layer in enumerate(layers):
            stem = f"encoder.layer.{layer}."
            for name, tensor in base.weights.items():
                if name.startswith(stem):
                    self.weights[name.replace(stem, f"encoder.layer.{place}.")] = tensor
        self.weights["embeddings.word_embeddings.weight"] = torch.from_numpy(embeddings)
        counts = {"num_hidden_layers": len(layers), "vocab_size": len(embeddings)}
        configuration = BertConfig(**base.settings | counts, pad_token_id=1, layer_norm_eps=1e-12)
        self._transformer = BertModel(configuration, add_pooling_layer=False)
        self._transformer.load_state_dict(self.weights)
        self._transformer = self._transformer.bfloat16().eval()
        self.tokenizer = tokenizer
        self.tokenizer.enable_truncation(MOST_PIECES)

    @torch.inference_mode()
    def read(self, texts: Sequence[str], role: str) -> list[Read]:
        """Read texts in a role, a key of `PROMPTS`, in order."""
        prompt = PROMPTS[role]
        encodings = self.tokenizer.encode_batch([prompt + text for text in texts])
        found: dict[int, Read] = {}
        for group in group_by_length([encoding.ids for encoding in encodings], GROUP):
            ids, mask = pad([encodings[place] for place in group])
            layer = self._transformer(
                input_ids=ids, attention_mask=mask.bfloat16()
            ).last_hidden_state.float()
            means = (layer * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
            for row, place in enumerate(group):
                one = encodings[place]
                ends = np.asarray([end for _, end in one.offsets])
                own = ends > len(prompt)
                vectors = layer[row, : len(own)].numpy()[own]
                vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
                found[place] = Read(vectors, np.asarray(one.ids)[own], means[row].numpy())
        return [found[place] for place in range(len(texts))]


def pad(encodings: Sequence[Encoding]) -> tuple[torch.Tensor, torch.Tensor]:
    """Return ids and mask, both (texts, longest); the padding piece is number 1."""
    longest = max(len(encoding.ids) for encoding in encodings)
    ids = torch.ones(len(encodings), longest, dtype=torch.long)
    mask = torch.zeros(len(encodings), longest)
    for row, encoding in enumerate(encodings):
        ids[row, : len(encoding.ids)] = torch.tensor(encoding.ids)
        mask[row, : len(encoding.ids)] = 1
    return ids, mask
