"""Text becomes unit vectors: one a text (for FAISS) and one a word piece (for late interaction).

One forward pass gives both. The bundled encoder (`bundled_encoder/`, made by `training/`) is
loaded from disk with the network off; any other sentence-transformers model can be named. Each text
is encoded alone, so that its vectors never depend on what stands beside it; on a CPU that is as
fast as batches, which are padded. This is the only file that imports sentence_transformers,
and it never trusts a model's own code.

Source: word-piece vectors, Khattab and Zaharia 2020 (ColBERT), https://arxiv.org/abs/2004.12832
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import torch
from huggingface_hub import HfApi
from numpy.typing import NDArray
from safetensors.numpy import load_file
from sentence_transformers import SentenceTransformer
from transformers.utils.logging import disable_progress_bar

from onrecord.error import EncoderError

BUNDLED = "bundled"
_CHUNK = 32  # texts between two reports of progress; the model reads them one by one
_PIECES_FILE = "word_pieces.safetensors"

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Encoded:
    """One text: its vector `(d,)` float32 of unit length, and its p word pieces.

    `pieces` is `(p, e)` float32, rows of unit length; `piece_ids` `(p,)` numbers of the
    vocabulary; `offsets` `(p, 2)` code points into the text, end exclusive. Special pieces and
    the encoder's prompt are left out; p is 0 where the encoder gives no word pieces.
    """

    vector: Floats
    pieces: Floats
    piece_ids: Ints
    offsets: Ints


class Encoder(Protocol):
    """What the archive needs of an encoder; the tests have a small one of their own."""

    name: str
    fingerprint: str
    dimension: int
    piece_dimension: int
    piece_frequency: Floats | None

    def encode_question(self, text: str) -> Encoded:
        """Return the vectors of a question."""

    def encode_passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] | None = None
    ) -> list[Encoded]:
        """Return the vectors of passages with their context, in order."""


def load_encoder(name: str | Path | None = None) -> Encoder:
    """Load an encoder.

    Parameters
    ----------
    name
        A folder, or the name of a sentence-transformers model on a hub (only then may the network
        be used); None for the bundled encoder.

    Raises
    ------
    EncoderError
        When there is no such model, or it cannot be loaded.
    """
    if name is None or name == BUNDLED:
        bundled = _SentenceTransformersEncoder(
            Path(str(files("onrecord") / "bundled_encoder")), BUNDLED
        )
        if _computes_in_bfloat16():
            bundled.halve()
        return bundled
    return _SentenceTransformersEncoder(name, str(name))


class _SentenceTransformersEncoder:
    """A sentence-transformers model, on the CPU, in float32, with its own prompts honoured.

    A model folder may hold `word_pieces.safetensors`: `projection` `(h, e)` float32, orthonormal
    columns, and `document_frequency` `(v,)` float32 in 0..1, the share of ordinary paragraphs that
    hold each piece. Without it word-piece vectors keep the model's own width.
    """

    def __init__(self, where: str | Path, name: str) -> None:
        self.name = name
        self._lock = threading.Lock()  # fast tokenizers must not be used by two threads at once
        self._model = _load_model(where)
        self.dimension = int(self._model.get_embedding_dimension() or 0)
        self._projection, self.piece_frequency = _load_word_pieces(where)
        tokenizer = getattr(self._model, "tokenizer", None)
        self._tokenizer = tokenizer if getattr(tokenizer, "is_fast", False) else None
        self.fingerprint = self._take_fingerprint()
        self.piece_dimension = self.encode_question("a").pieces.shape[1]

    def encode_question(self, text: str) -> Encoded:
        """Return the vectors of a question."""
        with self._lock:
            features = self._model.encode_query([text], output_value=None, **_QUIET)
            return self._gather(text, features[0], "query")

    def encode_passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] | None = None
    ) -> list[Encoded]:
        """Return the vectors of passages with their context, in order; progress counts texts."""
        encoded: list[Encoded] = []
        for start in range(0, len(texts), _CHUNK):
            chunk = list(texts[start : start + _CHUNK])
            with self._lock:
                features = self._model.encode_document(chunk, output_value=None, batch_size=1, **_QUIET)
                encoded += [
                    self._gather(text, feature, "document")
                    for text, feature in zip(chunk, features, strict=True)
                ]
            if on_progress:
                on_progress(len(chunk))
        return encoded

    def halve(self) -> None:
        """Compute the layers in bfloat16, twice as fast where the CPU can; the vectors in float32.

        A component changes by less than 1e-2, so an index made without it serves with it.
        """
        layers = self._model[0].bfloat16()
        layers.register_forward_hook(_widen)

    def _gather(self, text: str, features: dict[str, Any], prompt_name: str) -> Encoded:
        vector = _unit(features["sentence_embedding"].detach().float().numpy().reshape(1, -1))[0]
        prompt = (self._model.prompts or {}).get(prompt_name) or ""
        if self._tokenizer is None or "token_embeddings" not in features:
            return Encoded(vector, *_no_pieces())
        tokens = self._tokenizer(
            prompt + text,
            truncation=True,
            max_length=self._model.max_seq_length,
            return_offsets_mapping=True,
            return_special_tokens_mask=True,
        )
        offsets = np.asarray(tokens["offset_mapping"], dtype=np.int32) - len(prompt)
        matrix = features["token_embeddings"].detach().float().numpy()
        if matrix.ndim != 2 or len(matrix) < len(offsets):
            return Encoded(vector, *_no_pieces())
        kept = (np.asarray(tokens["special_tokens_mask"]) == 0) & (offsets[:, 1] > 0)
        pieces = _unit(matrix[: len(offsets)][kept])
        if self._projection is not None:
            pieces = _unit(pieces @ self._projection)
        return Encoded(
            vector,
            pieces,
            np.asarray(tokens["input_ids"], dtype=np.int32)[kept],
            _tighten(text, offsets[kept]),
        )

    def _take_fingerprint(self) -> str:
        """Return a hash of all that decides the vectors: weights, vocabulary, prompts, projection."""
        digest = hashlib.blake2b(digest_size=16)
        settings = [self._model.prompts, self._model.max_seq_length, [str(m) for m in self._model]]
        digest.update(json.dumps(settings, sort_keys=True).encode())
        for name, tensor in sorted(self._model.state_dict().items()):
            if ".pooler." in name:
                continue  # drawn at random where a model has none, and never used
            digest.update(name.encode())
            digest.update(tensor.detach().float().numpy().tobytes())
        if self._tokenizer is not None:
            digest.update(json.dumps(sorted(self._tokenizer.get_vocab().items())).encode())
        if self._projection is not None:
            digest.update(self._projection.tobytes())
        return digest.hexdigest()


def _computes_in_bfloat16() -> bool:
    """Say whether the CPU multiplies in bfloat16 itself; others are slower with it."""
    able = torch.cpu.get_capabilities()
    return bool(able.get("avx512_bf16") or able.get("amx_bf16"))


def _widen(_layers: Any, _given: Any, features: dict[str, Any]) -> dict[str, Any]:
    """Hand on in float32 what layers give in bfloat16."""
    return {**features, "token_embeddings": features["token_embeddings"].float()}


_HUB_TIMEOUT = 10.0  # seconds
_QUIET: dict[str, Any] = {"show_progress_bar": False, "convert_to_numpy": False}


def _load_model(where: str | Path) -> SentenceTransformer:
    """Return the model of a folder, of the hub's cache on this machine, or else of the hub itself."""
    disable_progress_bar()  # of the loading of weights, which takes no time
    try:
        if Path(where).is_dir():
            return _open_model(where, local_files_only=True)
        try:
            return _open_model(where, local_files_only=True)
        except OSError:
            HfApi().model_info(str(where), timeout=_HUB_TIMEOUT)  # or retries take a minute
            return _open_model(where, local_files_only=False)
    except Exception as error:  # the libraries below raise a dozen kinds
        place = "in this folder" if Path(where).is_dir() else "here or on the hub (is the network off?)"
        raise EncoderError(
            f"encoder {str(where)!r}: expected a sentence-transformers model, found none that loads "
            f"{place}: {' '.join(str(error).split())[:200]}; without a name the bundled one serves"
        ) from error


def _open_model(where: str | Path, *, local_files_only: bool) -> SentenceTransformer:
    model = SentenceTransformer(
        str(where), device="cpu", local_files_only=local_files_only, trust_remote_code=False
    )
    return model.float().eval()


def _load_word_pieces(where: str | Path) -> tuple[Floats | None, Floats | None]:
    path = Path(where) / _PIECES_FILE
    if not path.is_file():
        return None, None
    tensors = load_file(path)
    return tensors["projection"].astype(np.float32), tensors["document_frequency"].astype(np.float32)


def _unit(matrix: Floats) -> Floats:
    """Return the rows of `(n, d)` at unit length; a zero row stays zero."""
    norms = np.linalg.norm(matrix, axis=1, keepdims=True)
    return np.asarray(matrix / np.maximum(norms, 1e-12), dtype=np.float32)


def _tighten(text: str, offsets: Ints) -> Ints:
    """Return `offsets` `(p, 2)` without what stands in two pieces, or before a word or the text."""
    tight = np.maximum(offsets, 0)
    tight[1:, 0] = np.maximum(offsets[1:, 0], offsets[:-1, 1])
    for piece in tight:
        start, end = piece.tolist()
        if end - start > 1 and text[start].isspace():
            piece[0] += 1
    return tight


def _no_pieces() -> tuple[Floats, Ints, Ints]:
    return np.zeros((0, 0), np.float32), np.zeros(0, np.int32), np.zeros((0, 2), np.int32)
