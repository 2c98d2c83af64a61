"""The encoder while it learns: a few of the teacher's layers, a head for whole texts, one for pieces.

Used by `train.py`. It encodes a batch with gradients; it holds no loss and draws no batch.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from base_model import BaseModel
from encoding import Floats
from model_folder import Folder
from teacher import GROUP, Lesson, find_words, group_by_length, pad
from tokenizers import Tokenizer
from torch.nn.functional import cosine_similarity, normalize
from torch.nn.functional import pad as pad_tensor
from transformers import BertConfig, BertModel

MOST_PIECES = 112
PARAGRAPHS = 600.0  # as many as a small archive: log((N + 1) / (N share + 1/2)) weighs a piece
_LETTERS = re.compile(r"[a-z0-9]")
SIGN_WEIGHT = 0.1  # of a piece without letters or figures, beside others, in what is learnt of words


@dataclass(frozen=True)
class Start:
    """What a student begins with, made by `start.py`.

    Attributes
    ----------
    tokenizer, embeddings
        The folded vocabulary; `(vocabulary, d)` float32.
    frequency
        (vocabulary,) float32 in 0..1: the share of paragraphs that hold each piece.
    teacher_frequency
        The same for the teacher's pieces.
    means
        (d,) float32 for each role: the mean of the teacher's word vectors.
    projection
        (d, k) float32, orthonormal columns: their strongest directions, the means taken off.
    """

    tokenizer: Tokenizer
    embeddings: Floats
    frequency: Floats
    teacher_frequency: Floats
    means: dict[str, Floats]
    projection: Floats


@dataclass(frozen=True)
class Vectors:
    """What the student makes of n texts, padded to m pieces.

    Attributes
    ----------
    pooled
        (n, d), rows of unit length.
    pieces
        (n, m, k), rows of unit length, through the projection.
    weights
        (n, m): what each piece weighs in a question; 0 for padding and special pieces.
    far, far_projected
        How far the word vectors are from the teacher's: 1 - cosine, a mean; in d and in k
        dimensions.
    """

    pooled: torch.Tensor
    pieces: torch.Tensor
    weights: torch.Tensor
    far: torch.Tensor
    far_projected: torch.Tensor


class Student(torch.nn.Module):
    """Some layers of the teacher over the student's vocabulary."""

    def __init__(self, base: BaseModel, start: Start, layers: Sequence[int]) -> None:
        """Take `layers` (counted from 0) of the teacher."""
        super().__init__()
        settings = base.settings | {
            "num_hidden_layers": len(layers),
            "vocab_size": len(start.embeddings),
        }
        configuration = BertConfig(**settings, pad_token_id=1, layer_norm_eps=1e-12)
        # Never in training mode: without dropout a short training gets further.
        self.transformer = BertModel(configuration, add_pooling_layer=False).eval()
        weights = {
            name: tensor for name, tensor in base.weights.items() if not name.startswith("encoder")
        }
        for place, layer in enumerate(layers):
            stem = f"encoder.layer.{layer}."
            for name, tensor in base.weights.items():
                if name.startswith(stem):
                    weights[name.replace(stem, f"encoder.layer.{place}.")] = tensor
        weights["embeddings.word_embeddings.weight"] = torch.from_numpy(start.embeddings)
        self.transformer.load_state_dict(weights)
        hidden = base.settings["hidden_size"]
        self.dense = torch.nn.Linear(hidden, hidden)
        torch.nn.init.eye_(self.dense.weight)
        torch.nn.init.zeros_(self.dense.bias)
        self.projection = torch.nn.Parameter(torch.from_numpy(start.projection).clone())
        self.start_projection = torch.from_numpy(start.projection)
        self.tokenizer = start.tokenizer
        self.tokenizer.enable_truncation(MOST_PIECES)
        self.weight_of_piece = weigh_vocabulary(start.frequency)
        self.word_weight = weigh_signs(start.tokenizer)

    def learn(self, texts: Sequence[str], lessons: Sequence[Lesson]) -> Vectors:
        """Encode texts and hold them against the teacher's lessons."""
        encodings = self.tokenizer.encode_batch(list(texts))
        ids, mask = pad(encodings)
        layer = self._run(encodings, ids.shape[1])
        mean = (layer.float() * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        pooled = normalize(self.dense(mean.to(layer.dtype)).float(), dim=1)
        pieces = normalize(layer @ self.projection, dim=-1).float()
        wanted = torch.zeros(*ids.shape, layer.shape[2])
        weight = torch.zeros(ids.shape)
        for row, (encoding, lesson) in enumerate(zip(encodings, lessons, strict=True)):
            words = torch.from_numpy(find_words(encoding, lesson.owner))
            held = (words >= 0) & lesson.seen[words.clamp_min(0)]
            wanted[row, : len(words)] = lesson.words[words.clamp_min(0)]
            weight[row, : len(words)] = held * self.word_weight[ids[row, : len(words)]]
        chosen = weight > 0
        own, theirs, share = layer[chosen].float(), wanted[chosen], weight[chosen]
        share = share / share.sum()
        projected = normalize(theirs @ self.start_projection, dim=-1)
        return Vectors(
            pooled,
            pieces,
            self.weight_of_piece[ids] * mask,
            ((1 - cosine_similarity(own, theirs, dim=-1)) * share).sum(),
            ((1 - (pieces[chosen] * projected).sum(-1)) * share).sum(),
        )

    def _run(self, encodings: Sequence[object], longest: int) -> torch.Tensor:
        """Return the last layer, (texts, longest, d), reading texts of like length together."""
        layers: dict[int, torch.Tensor] = {}
        for group in group_by_length(encodings, GROUP):
            ids, mask = pad([encodings[place] for place in group])
            layer = self.transformer(
                input_ids=ids, attention_mask=mask.to(self.dense.weight.dtype)
            ).last_hidden_state
            for row, place in enumerate(group):
                layers[place] = pad_tensor(layer[row], (0, 0, 0, longest - layer.shape[1]))
        return torch.stack([layers[place] for place in range(len(encodings))])

    def write(self, folder: Path, start: Start) -> None:
        """Write the student as a sentence-transformers folder."""
        numbers = {name: tensor.detach().float() for name, tensor in self.state_dict().items()}
        stem = "transformer."
        Folder(folder).write(
            {n.removeprefix(stem): t for n, t in numbers.items() if n.startswith(stem)},
            {n.removeprefix("dense."): t for n, t in numbers.items() if n.startswith("dense.")},
            np.ascontiguousarray(numbers["projection"].numpy()),
            start.frequency,
            start.tokenizer,
        )


def weigh_vocabulary(frequency: Floats) -> torch.Tensor:
    """Weigh each piece of a question as the product does, (vocabulary,); special ones at 0."""
    weights = np.log((PARAGRAPHS + 1) / (frequency * PARAGRAPHS + 0.5)).clip(0.01)
    weights[:4] = 0
    return torch.from_numpy(weights.astype(np.float32))


def weigh_signs(tokenizer: Tokenizer) -> torch.Tensor:
    """Weigh each piece in what is learnt of words: 1, signs less, special ones 0."""
    pieces = [tokenizer.id_to_token(number) for number in range(tokenizer.get_vocab_size())]
    weights = [1.0 if _LETTERS.search(piece) else SIGN_WEIGHT for piece in pieces]
    return torch.tensor([0.0] * 4 + weights[4:])
