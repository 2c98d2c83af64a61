"""Which encoder turns text into vectors: the bundled one, or any that a user names.

An encoder gives unit vectors: one a text (for FAISS) and, where it can, one a word piece (for late
interaction). The bundled one (`bundled_encoder/`, made by `training/`) is read from disk.

Source: word-piece vectors, Khattab and Zaharia 2020 (ColBERT), https://arxiv.org/abs/2004.12832
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Protocol

from onrecord.error import EncoderError
from onrecord.optional import load_optional
from onrecord.privacy import quiet_torch, stop_reports
from onrecord.retrieval.embedding import Encoded, Floats
from onrecord.retrieval.onnx_encoder import OnnxEncoder

BUNDLED = "bundled"


class Encoder(Protocol):
    """What the archive needs of an encoder; the tests have a small one of their own.

    `dimension` and `piece_dimension` are the widths of a text's vector and of a piece's (0: it gives
    no pieces). `piece_frequency` `(v,)` in 0..1 is the share of ordinary paragraphs that hold each
    piece, None where that is not known. Encoders of one `fingerprint` give the same vectors.
    """

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
        A folder that `training/train.py` wrote; a folder of a sentence-transformers model, or its
        name on a hub (only then may the network be used); None for the bundled encoder.

    Raises
    ------
    EncoderError
        When there is no such model, it cannot be loaded, or the extra `models` is not installed.
    """
    if name is None or name == BUNDLED:
        return OnnxEncoder(Path(str(files("onrecord.retrieval") / "bundled_encoder")), BUNDLED)
    if OnnxEncoder.is_folder(name):
        return OnnxEncoder(Path(name), str(name))
    stop_reports()
    quiet_torch()
    load_optional("sentence_transformers", EncoderError, f"encoder {str(name)!r}")
    from onrecord.retrieval.torch_encoder import TorchEncoder  # late: torch takes seconds to load

    return TorchEncoder(name, str(name))
