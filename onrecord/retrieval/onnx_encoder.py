"""The bundled encoder, or another made by `training/`: an ONNX graph, run by ONNX Runtime.

One run of the graph returns a text's vector and those of its word pieces. Each text is encoded alone
and in one thread, so that its vectors never depend on other texts; passages are divided among as many
threads as there are cores. Neither torch nor a network is needed.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, partial
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from onrecord.error import EncoderError
from onrecord.privacy import stop_reports
from onrecord.retrieval.embedding import Encoded, Floats, LowerStates, leave_prompt_out

_GRAPH = "onnx/model.onnx"
_TOKENIZER = "tokenizer.json"
_SETTINGS = "config_sentence_transformers.json"  # the prompts
_LIMITS = "tokenizer_config.json"  # after how many pieces a text is truncated
_PIECES = "word_pieces.safetensors"
CHECKSUM = "checksum.json"  # the fingerprint that the files must have
_LOWER = "onnx/lower.onnx"  # the lower layers alone, with the numbers of _GRAPH, if there is a judge
_JUDGE = "judge"  # the folder of what reads on from them
_CHUNK = 64  # texts handed to the threads at a time, so that an interrupted build soon stops
_ERRORS_ONLY = 3  # a log level of ONNX Runtime
# This fusion joins an addition and the normalisation after it into one step that is slower than the
# two steps apart; without it, encoding is a fifth faster.
_SLOW_FUSIONS = ["SkipLayerNormFusion"]


class OnnxEncoder:
    """An encoder read from a folder that `training/model_folder.py` wrote.

    The graph `onnx/model.onnx` maps `input_ids` and `attention_mask`, `(1, p)` int64, to
    `sentence_embedding` `(1, d)` and `token_embeddings` `(1, p, e)`, both of unit length.
    `word_pieces.safetensors` holds `document_frequency` `(v,)` float32 in 0..1, the share of ordinary
    paragraphs that contain each piece. `judge_folder` is the folder of the judge that reads on from
    its lower layers, which `lower_graph` holds alone; None without one.

    Raises
    ------
    EncoderError
        When a file is missing or cannot be read.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        try:
            self._load(folder)
        except Exception as error:  # each of the four libraries used by _load raises its own
            raise EncoderError(
                f"encoder {name!r}: expected a folder as training/train.py writes it, found one that "
                f"does not load: {' '.join(str(error).split())[:200]}; without a name the bundled one "
                "serves"
            ) from error

    def _load(self, folder: Path) -> None:
        self._session = start_session(folder / _GRAPH)
        self.lower_graph = folder / _LOWER
        self.judge_folder = folder / _JUDGE if self.lower_graph.is_file() else None
        self._prompts = json.loads((folder / _SETTINGS).read_text("utf-8"))["prompts"]
        self._tokenizer = Tokenizer.from_file(str(folder / _TOKENIZER))
        limits = json.loads((folder / _LIMITS).read_text("utf-8"))
        self._tokenizer.enable_truncation(int(limits["model_max_length"]))
        self.piece_frequency: Floats | None = load_file(folder / _PIECES)["document_frequency"]
        shapes = {output.name: output.shape[-1] for output in self._session.get_outputs()}
        self.dimension = int(shapes["sentence_embedding"])
        self.piece_dimension = int(shapes["token_embeddings"])
        self.fingerprint = hash_encoder(folder)
        if (folder / CHECKSUM).exists():
            expected = json.loads((folder / CHECKSUM).read_text("utf-8"))["blake2b"]
            if expected != self.fingerprint:
                raise ValueError("its files are damaged (wrong checksum); install the program anew")

    @staticmethod
    def is_folder(where: str | Path) -> bool:
        """Return whether `where` is a folder that this encoder can read."""
        return Path(where, _GRAPH).is_file() and Path(where, _PIECES).is_file()

    def encode_question(self, text: str) -> Encoded:
        """Return the vectors of a question."""
        return self._encode("query", text)

    def encode_passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] | None = None
    ) -> list[Encoded]:
        """Return the vectors of passages, each with its context, in order.

        `on_progress` is called with 1 after each text.
        """
        encoded: list[Encoded] = []
        with ThreadPoolExecutor(count_cores()) as pool:
            for start in range(0, len(texts), _CHUNK):
                chunk = texts[start : start + _CHUNK]
                for one in pool.map(partial(self._encode, "document"), chunk):
                    encoded.append(one)
                    if on_progress:
                        on_progress(1)
        return encoded

    def _encode(self, role: str, text: str) -> Encoded:
        prompt = self._prompts[role]
        tokens = self._tokenizer.encode(prompt + text)
        ids = np.asarray([tokens.ids], dtype=np.int64)
        (vector,), (pieces,) = self._session.run(
            ["sentence_embedding", "token_embeddings"],
            {"input_ids": ids, "attention_mask": np.ones_like(ids)},
        )
        return leave_prompt_out(
            text, prompt, vector, pieces, tokens.ids, tokens.offsets, tokens.special_tokens_mask
        )

    @cached_property
    def _lower_session(self) -> Any:
        return start_session(self.lower_graph)  # late: only a judge needs it

    def read_lower(self, role: str, text: str, most: int) -> LowerStates:
        """Return what the lower layers read in a text of a role, "query" or "document".

        `most` is how many pieces are read; only an encoder that has a judge reads them.
        """
        prompt = self._prompts[role]
        tokens = self._tokenizer.encode(prompt + text)
        tokens.truncate(most)
        ids = np.asarray([tokens.ids], dtype=np.int64)
        given = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        ((states,),) = self._lower_session.run(None, given)
        offsets = np.asarray(tokens.offsets, dtype=np.int32).reshape(-1, 2) - len(prompt)
        return LowerStates(states, offsets, np.asarray(tokens.special_tokens_mask) == 1)


def start_session(graph: Path) -> Any:
    """Return a session of ONNX Runtime that runs the graph of a file in one thread."""
    runtime = load_onnxruntime()
    options = runtime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = _ERRORS_ONLY
    return runtime.InferenceSession(
        str(graph), options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOW_FUSIONS
    )


def load_onnxruntime() -> ModuleType:
    """Import ONNX Runtime with its telemetry turned off, and return it.

    The package imports it nowhere else, because ONNX Runtime decides on import whether to report. If
    the process imported it earlier with telemetry on, an identifier has been written to the user's
    cache folder, an event queued and its host looked up. That cannot be undone: only later events that
    ONNX Runtime calls non-essential are stopped. A program that imports onnxruntime itself should set
    `ORT_DISABLE_TELEMETRY=1` before it does.
    """
    stop_reports()
    import onnxruntime  # late: only after the line above

    onnxruntime.disable_telemetry_events()  # needed after an earlier import, and on Windows
    return onnxruntime  # type: ignore[no-any-return]


def count_cores() -> int:
    """Return how many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS or Windows
        return os.cpu_count() or 1


def hash_encoder(folder: Path) -> str:
    """Return the BLAKE2b digest (16 bytes, hexadecimal) of all files on which vectors depend."""
    digest = hashlib.blake2b(digest_size=16)
    for name in (_GRAPH, _TOKENIZER, _SETTINGS, _LIMITS, _PIECES):
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()
