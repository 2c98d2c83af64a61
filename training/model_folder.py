"""Write an encoder as a sentence-transformers folder: weights, tokenizer, head, word-piece figures.

Last step of `train.py`. It decides nothing about the weights; numbers are stored as given, those
of the transformer and of the head in half precision. No pickle is written, and no path or host name.
"""

import json
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

import torch
from encoding import Floats
from safetensors.torch import save_file
from student import PROMPTS
from tokenizers import Tokenizer

MAX_PIECES = 384
HEADS = 12
MODULES = (
    ("", "sentence_transformers.base.modules.transformer.Transformer"),
    ("1_Pooling", "sentence_transformers.sentence_transformer.modules.pooling.Pooling"),
    ("2_Dense", "sentence_transformers.base.modules.dense.Dense"),
    ("3_Normalize", "sentence_transformers.base.modules.normalize.Normalize"),
)


class Folder:
    """A model folder; other files in it (the model card) are left alone."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(
        self,
        weights: Mapping[str, torch.Tensor],
        dense: Mapping[str, torch.Tensor],
        projection: Floats,
        document_frequency: Floats,
        tokenizer: Tokenizer,
    ) -> None:
        """Write everything that `SentenceTransformer(folder)` and the product need.

        Parameters
        ----------
        weights
            The transformer's tensors by name.
        dense
            `weight` (d, d) and `bias` (d,) of the head that makes a text's vector of the mean.
        projection
            (d, k) float32: a unit piece vector times it has k dimensions (rescaled to unit length).
        document_frequency
            (vocabulary,) float32 in 0..1, never 0: the share of paragraphs that hold each piece.
        tokenizer
            Its truncation and padding are not kept.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        hidden = dense["bias"].shape[0]
        pooler = {  # read by nothing, but missed by the library when it is not there
            "pooler.dense.weight": torch.zeros(hidden, hidden),
            "pooler.dense.bias": torch.zeros(hidden),
        }
        self._write_tensors("model.safetensors", _halve({**weights, **pooler}))
        linear = {f"linear.{name}": tensor for name, tensor in dense.items()}
        self._write_tensors("2_Dense/model.safetensors", linear)
        pieces = {
            "projection": torch.from_numpy(projection),
            "document_frequency": torch.from_numpy(document_frequency),
        }
        self._write_tensors("word_pieces.safetensors", pieces)
        plain = Tokenizer.from_str(tokenizer.to_str())
        plain.no_truncation()
        plain.no_padding()
        plain.save(str(self.path / "tokenizer.json"), pretty=False)
        self._write_json("config.json", _configure_transformer(weights))
        self._write_json("tokenizer_config.json", _TOKENIZER)
        self._write_modules(hidden)

    def _write_modules(self, hidden: int) -> None:
        """Write the files by which sentence-transformers finds the modules of the folder."""
        modules = [
            {"idx": place, "name": str(place), "path": path, "type": kind}
            for place, (path, kind) in enumerate(MODULES)
        ]
        self._write_json("modules.json", modules)
        text = {"method": "forward", "method_output_name": "last_hidden_state"}
        transformer = {
            "transformer_task": "feature-extraction",
            "modality_config": {"text": text},
            "module_output_name": "token_embeddings",
        }
        self._write_json("sentence_bert_config.json", transformer)
        pooling = {"embedding_dimension": hidden, "pooling_mode": "mean", "include_prompt": True}
        self._write_json("1_Pooling/config.json", pooling)
        dense = {
            "in_features": hidden,
            "out_features": hidden,
            "bias": True,
            "activation_function": "torch.nn.modules.linear.Identity",
            "module_input_name": "sentence_embedding",
            "module_output_name": "sentence_embedding",
        }
        self._write_json("2_Dense/config.json", dense)
        names = {
            "module_input_name": "sentence_embedding",
            "module_output_name": "sentence_embedding",
        }
        self._write_json("3_Normalize/config.json", names)
        libraries = ("sentence_transformers", "transformers")
        whole = {
            "__version__": {name: version(name).split("+")[0] for name in libraries},
            "model_type": "SentenceTransformer",
            "default_prompt_name": None,
            "prompts": PROMPTS,
            "similarity_fn_name": "cosine",
        }
        self._write_json("config_sentence_transformers.json", whole)

    def _write_tensors(self, name: str, tensors: Mapping[str, torch.Tensor]) -> None:
        """Write a safetensors file that all may read (the library lets only its owner)."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        whole = {part: tensor.contiguous() for part, tensor in tensors.items()}
        save_file(whole, path, metadata={"format": "pt"})
        path.chmod(0o644)

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


def _halve(tensors: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    return {name: tensor.to(torch.float16) for name, tensor in tensors.items()}


def _configure_transformer(weights: Mapping[str, torch.Tensor]) -> dict[str, object]:
    """Return config.json; float32 there makes the half-precision file load in full precision."""
    words = weights["embeddings.word_embeddings.weight"]
    layers = {name.split(".")[2] for name in weights if name.startswith("encoder.layer.")}
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "dtype": "float32",
        "vocab_size": words.shape[0],
        "hidden_size": words.shape[1],
        "num_hidden_layers": len(layers),
        "num_attention_heads": HEADS,
        "intermediate_size": weights["encoder.layer.0.intermediate.dense.weight"].shape[0],
        "max_position_embeddings": weights["embeddings.position_embeddings.weight"].shape[0],
        "type_vocab_size": weights["embeddings.token_type_embeddings.weight"].shape[0],
        "layer_norm_eps": 1e-12,
        "pad_token_id": 1,
    }
