"""Writes an encoder as a sentence-transformers folder: graph, tokenizer, settings, piece frequencies.

The last step of `train.py`; the numbers come from there. No pickle is written, and no path or host
name. `onrecord/retrieval/onnx_encoder.py` reads the folder, and so does sentence-transformers with its
ONNX backend.
"""

import json
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from safetensors.numpy import save_file
from tokenizers import Tokenizer

from onrecord.retrieval.embedding import Floats
from onrecord.retrieval.onnx_encoder import CHECKSUM, hash_encoder
from training.float_model import MAX_PIECES, PROMPTS
from training.onnx_graph import EncoderGraph

MODULES = (
    ("", "sentence_transformers.models.Transformer"),
    ("1_Pooling", "sentence_transformers.models.Pooling"),
    ("2_Normalize", "sentence_transformers.models.Normalize"),
)


class Folder:
    """A model folder; other files in it, such as the model card, are left unchanged."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write_graph(self, graph: EncoderGraph) -> None:
        """Write the graph in place of one that is there, then the checksum of the folder."""
        (self.path / "onnx").mkdir(parents=True, exist_ok=True)
        graph.save(str(self.path / "onnx" / "model.onnx"))
        self._write_json(CHECKSUM, {"blake2b": hash_encoder(self.path)})

    def write_settings(
        self, settings: Mapping[str, int], tokenizer: Tokenizer, document_frequency: Floats
    ) -> None:
        """Write everything but the graph.

        Parameters
        ----------
        settings
            The base model's; the size of the vocabulary is taken from the tokenizer.
        tokenizer
            Written without truncation and padding.
        document_frequency
            (vocabulary,) float32 in 0..1, never 0: the share of paragraphs that hold each piece.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        pieces = self.path / "word_pieces.safetensors"
        save_file({"document_frequency": document_frequency}, pieces)
        pieces.chmod(0o644)  # the library makes it readable by its owner only
        plain = Tokenizer.from_str(tokenizer.to_str())
        plain.no_truncation()
        plain.no_padding()
        plain.save(str(self.path / "tokenizer.json"), pretty=False)
        self._write_json("tokenizer_config.json", _TOKENIZER)
        sizes = {**settings, "vocab_size": plain.get_vocab_size()}
        self._write_json("config.json", _TRANSFORMER | sizes)
        self._write_modules(settings["hidden_size"])

    def _write_modules(self, hidden: int) -> None:
        """Write the files in which sentence-transformers looks for the modules of the folder.

        They are in the format of its version 5, which later versions read too, because its ONNX
        backend is slow to follow new versions.
        """
        modules = [
            {"idx": place, "name": str(place), "path": path, "type": kind}
            for place, (path, kind) in enumerate(MODULES)
        ]
        self._write_json("modules.json", modules)
        limits = {"max_seq_length": MAX_PIECES, "do_lower_case": False}
        self._write_json("sentence_bert_config.json", limits)
        pooling = {
            "word_embedding_dimension": hidden,
            "pooling_mode_mean_tokens": True,
            "include_prompt": True,
        }
        self._write_json("1_Pooling/config.json", pooling)
        libraries = ("sentence_transformers", "transformers")
        whole = {
            "__version__": {name: version(name).split("+")[0] for name in libraries},
            "model_type": "SentenceTransformer",
            "default_prompt_name": None,
            "prompts": PROMPTS,
            "similarity_fn_name": "cosine",
        }
        self._write_json("config_sentence_transformers.json", whole)

    def _write_json(self, name: str, content: object) -> None:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


_TOKENIZER = {
    "tokenizer_class": "PreTrainedTokenizerFast",
    "model_max_length": MAX_PIECES,
    "bos_token": "<s>",
    "cls_token": "<s>",
    "eos_token": "</s>",
    "sep_token": "</s>",
    "pad_token": "<pad>",
    "unk_token": "<unk>",
}
_TRANSFORMER = {
    "architectures": ["BertModel"],
    "model_type": "bert",
    "layer_norm_eps": 1e-12,
    "pad_token_id": 1,
}
