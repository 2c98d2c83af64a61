"""Any sentence-transformers model that a user names, from a folder or the hub, run by torch.

This is the only file that imports sentence_transformers. It is imported only when a user names a
model, because torch takes seconds to load. It never runs code that comes with a model.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from huggingface_hub import HfApi
from sentence_transformers import SentenceTransformer
from transformers.utils.logging import disable_progress_bar

from onrecord.error import EncoderError
from onrecord.retrieval.embedding import Encoded, Floats, Ints, leave_prompt_out, scale_to_unit

_CHUNK = 32  # texts between two calls of on_progress; the model encodes them one by one


class TorchEncoder:
    """A sentence-transformers model, on the CPU, in float32, with the prompts that it defines.

    Each text is encoded alone, which on a CPU is as fast as padded batches. Word pieces keep the
    model's own dimension. `piece_frequency` is None, because such a model does not record it.

    Raises
    ------
    EncoderError
        When the model does not exist or cannot be loaded.
    """

    piece_frequency: Floats | None = None

    def __init__(self, where: str | Path, name: str) -> None:
        self.name = name
        self._lock = threading.Lock()  # fast tokenizers must not be used by two threads at once
        self._model = _load_model(where)
        self.dimension = int(self._model.get_embedding_dimension() or 0)
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
        """Return the vectors of passages, each with its context, in order.

        `on_progress` is called with the number of texts encoded since the last call.
        """
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

    def _gather(self, text: str, features: dict[str, Any], prompt_name: str) -> Encoded:
        sentence = features["sentence_embedding"].detach().float().numpy()
        vector = scale_to_unit(sentence.reshape(1, -1))[0]
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
        ids, offsets = tokens["input_ids"], tokens["offset_mapping"]
        matrix = features["token_embeddings"].detach().float().numpy()
        if matrix.ndim != 2 or len(matrix) < len(ids):
            return Encoded(vector, *_no_pieces())
        pieces = scale_to_unit(matrix[: len(ids)])
        return leave_prompt_out(
            text, prompt, vector, pieces, ids, offsets, tokens["special_tokens_mask"]
        )

    def _take_fingerprint(self) -> str:
        """Return a hash of all that determines the vectors: weights, vocabulary, prompts, settings."""
        digest = hashlib.blake2b(digest_size=16)
        settings = [self._model.prompts, self._model.max_seq_length, [str(m) for m in self._model]]
        digest.update(json.dumps(settings, sort_keys=True).encode())
        for name, tensor in sorted(self._model.state_dict().items()):
            if ".pooler." in name:
                continue  # drawn at random when the model file has none; never used
            digest.update(name.encode())
            digest.update(tensor.detach().float().numpy().tobytes())
        if self._tokenizer is not None:
            digest.update(json.dumps(sorted(self._tokenizer.get_vocab().items())).encode())
        return digest.hexdigest()


_HUB_TIMEOUT = 10.0  # seconds
_QUIET: dict[str, Any] = {"show_progress_bar": False, "convert_to_numpy": False}


def _load_model(where: str | Path) -> SentenceTransformer:
    """Return the model from a folder, from the hub's cache on this machine, or else from the hub."""
    disable_progress_bar()  # the bar for loading weights, which takes no time
    try:
        if Path(where).is_dir():
            return _open_model(where, local_files_only=True)
        try:
            return _open_model(where, local_files_only=True)
        except OSError:
            # Fails at once without a network, where a download would retry for a minute.
            HfApi().model_info(str(where), timeout=_HUB_TIMEOUT)
            return _open_model(where, local_files_only=False)
    except Exception as error:  # the libraries used here raise a dozen kinds
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


def _no_pieces() -> tuple[Floats, Ints, Ints]:
    return np.zeros((0, 0), np.float32), np.zeros(0, np.int32), np.zeros((0, 2), np.int32)
