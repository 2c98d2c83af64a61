"""The encoder while it learns: transformer, projection of its word pieces, weights of a question.

Used by `train.py`. It encodes a batch with gradients; it holds no loss and draws no batch.
"""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from encoding import Floats
from loss import Vectors
from safetensors.numpy import load_file
from tokenizers import Tokenizer
from torch.nn.functional import normalize
from transformers import BertModel

PARAGRAPHS = 600.0  # as many as a small archive: log((N + 1) / (N share + 1/2)) weighs a piece


class Student(torch.nn.Module):
    """A model folder, some of whose layers may be left out, read for training."""

    def __init__(self, folder: Path, layers: Sequence[int] | None = None) -> None:
        """Load `folder` and keep `layers` (all of them if None), in this order."""
        super().__init__()
        # Never in training mode: without dropout a short training gets further.
        self.transformer = BertModel.from_pretrained(
            folder, local_files_only=True, attn_implementation="eager"
        )
        self.transformer = self.transformer.float().eval()
        if layers is not None:
            stack = self.transformer.encoder
            stack.layer = torch.nn.ModuleList([stack.layer[number] for number in layers])
        shares = load_file(folder / "word_pieces.safetensors")
        self.projection = torch.nn.Parameter(torch.from_numpy(shares["projection"]))
        self.frequency: Floats = shares["document_frequency"]
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.weight_of_piece = weigh_vocabulary(self.frequency, self.tokenizer)
        self.max_pieces = read_max_pieces(folder)

    def encode(self, texts: Sequence[str], most: int) -> Vectors:
        """Encode texts, each cut at `most` pieces, in one pass in bfloat16."""
        self.tokenizer.enable_truncation(most)
        self.tokenizer.enable_padding()
        encodings = self.tokenizer.encode_batch(list(texts))
        ids = torch.tensor([encoding.ids for encoding in encodings])
        mask = torch.tensor([encoding.attention_mask for encoding in encodings])
        with torch.autocast("cpu", torch.bfloat16):
            layer = self.transformer(input_ids=ids, attention_mask=mask).last_hidden_state
        layer = layer.float()
        mean = (layer * mask[..., None]).sum(dim=1) / mask.sum(dim=1, keepdim=True)
        pieces = normalize(normalize(layer, dim=-1) @ self.projection, dim=-1)
        return Vectors(normalize(mean, dim=-1), pieces, self.weight_of_piece[ids])

    def weights(self) -> dict[str, torch.Tensor]:
        """Return the transformer's tensors by the names of a model folder."""
        return {name: tensor.detach() for name, tensor in self.transformer.state_dict().items()}

    def projected(self) -> Floats:
        """Return the projection, (d, k) float32."""
        return np.ascontiguousarray(self.projection.detach().numpy())


def weigh_vocabulary(frequency: Floats, tokenizer: Tokenizer) -> torch.Tensor:
    """Weigh each piece of a question as the product does, (vocabulary,); special ones at 0."""
    weights = np.log((PARAGRAPHS + 1) / (frequency * PARAGRAPHS + 0.5)).clip(0.01)
    for piece in ("[PAD]", "[CLS]", "[SEP]", "[MASK]"):
        weights[tokenizer.token_to_id(piece)] = 0
    return torch.from_numpy(weights.astype(np.float32))


def read_max_pieces(folder: Path) -> int:
    """Return where the model cuts texts, special pieces counted."""
    settings = json.loads((folder / "tokenizer_config.json").read_text(encoding="utf-8"))
    return int(settings["model_max_length"])
