"""Write an encoder as a sentence-transformers folder: weights, tokenizer, word-piece figures.

Last step of `transplant.py` and `train.py`. It decides nothing about the weights; numbers are
stored as given, those of the transformer in half precision. No pickle is written, and no path or
host name.
"""

import json
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

import torch
from encoding import Floats
from safetensors.torch import save_file
from tokenizers import Tokenizer

MODULES = (
    ("", "sentence_transformers.base.modules.transformer.Transformer"),
    ("1_Pooling", "sentence_transformers.sentence_transformer.modules.pooling.Pooling"),
    ("2_Normalize", "sentence_transformers.base.modules.normalize.Normalize"),
)
CONFIGURATION_KEPT = (
    "attention_probs_dropout_prob",
    "hidden_act",
    "hidden_dropout_prob",
    "hidden_size",
    "initializer_range",
    "intermediate_size",
    "layer_norm_eps",
    "max_position_embeddings",
    "num_attention_heads",
    "num_hidden_layers",
    "pad_token_id",
    "position_embedding_type",
    "type_vocab_size",
)


def write_model(
    folder: Path,
    base_folder: Path,
    weights: Mapping[str, torch.Tensor],
    tokenizer: Tokenizer,
    max_pieces: int,
) -> None:
    """Write everything that `SentenceTransformer(folder)` needs.

    Parameters
    ----------
    folder
        Made if needed; other files in it (the model card) are left alone.
    base_folder
        Where the `config.json` of the base model gives the transformer's measures.
    weights
        The transformer's tensors by name; stored as float16.
    tokenizer
        Without truncation or padding; its size is the vocabulary's.
    max_pieces
        Where texts are cut, special pieces counted, 512 at most.
    """
    folder.mkdir(parents=True, exist_ok=True)
    halves = {name: tensor.to(torch.float16).contiguous() for name, tensor in weights.items()}
    _write_tensors(folder / "model.safetensors", halves)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    base = json.loads((base_folder / "config.json").read_text(encoding="utf-8"))
    base["num_hidden_layers"] = count_layers(weights)
    _write_json(folder / "config.json", _configure_transformer(base, tokenizer.get_vocab_size()))
    _write_json(folder / "tokenizer_config.json", _configure_tokenizer(max_pieces))
    _write_modules(folder)


def count_layers(weights: Mapping[str, torch.Tensor]) -> int:
    """Count the layers of a transformer by the names of its tensors."""
    return len({name.split(".")[2] for name in weights if name.startswith("encoder.layer.")})


def write_word_pieces(folder: Path, projection: Floats, document_frequency: Floats) -> None:
    """Write `word_pieces.safetensors`, what late interaction needs beside the model.

    Parameters
    ----------
    projection
        (d, k) float32: a unit piece vector times it has k dimensions (rescaled to unit length).
    document_frequency
        (vocabulary,) float32 in 0..1, never 0: the share of paragraphs that hold each piece.
    """
    tensors = {
        "projection": torch.from_numpy(projection).contiguous(),
        "document_frequency": torch.from_numpy(document_frequency).contiguous(),
    }
    _write_tensors(folder / "word_pieces.safetensors", tensors)


def _configure_transformer(base: Mapping[str, object], vocabulary: int) -> dict[str, object]:
    """Return config.json; float32 there makes the half-precision file load in full precision."""
    kept = {name: base[name] for name in CONFIGURATION_KEPT}
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "dtype": "float32",
        "vocab_size": vocabulary,
        **kept,
    }


def _configure_tokenizer(max_pieces: int) -> dict[str, object]:
    return {
        "tokenizer_class": "BertTokenizer",
        "model_max_length": max_pieces,
        "do_lower_case": True,
        "strip_accents": None,  # lower-casing then strips them, in Bert's normaliser
        "tokenize_chinese_chars": True,
        "cls_token": "[CLS]",
        "mask_token": "[MASK]",
        "pad_token": "[PAD]",
        "sep_token": "[SEP]",
        "unk_token": "[UNK]",
    }


def _write_modules(folder: Path) -> None:
    """Write the files by which sentence-transformers finds the modules of the folder."""
    modules = [
        {"idx": place, "name": str(place), "path": path, "type": kind}
        for place, (path, kind) in enumerate(MODULES)
    ]
    _write_json(folder / "modules.json", modules)
    text = {"method": "forward", "method_output_name": "last_hidden_state"}
    transformer = {
        "transformer_task": "feature-extraction",
        "modality_config": {"text": text},
        "module_output_name": "token_embeddings",
    }
    _write_json(folder / "sentence_bert_config.json", transformer)
    pooling = {"embedding_dimension": 384, "pooling_mode": "mean", "include_prompt": True}
    _write_json(folder / "1_Pooling" / "config.json", pooling)
    names = {"module_input_name": "sentence_embedding", "module_output_name": "sentence_embedding"}
    _write_json(folder / "2_Normalize" / "config.json", names)
    versions = {name: version(name).split("+")[0] for name in ("sentence_transformers", "transformers")}
    whole = {
        "__version__": versions,
        "model_type": "SentenceTransformer",
        "default_prompt_name": None,
        "prompts": {"document": "", "query": ""},
        "similarity_fn_name": "cosine",
    }
    _write_json(folder / "config_sentence_transformers.json", whole)


def _write_tensors(path: Path, tensors: dict[str, torch.Tensor]) -> None:
    """Write a safetensors file that all may read (the library lets only its owner)."""
    save_file(tensors, path, metadata={"format": "pt"})
    path.chmod(0o644)


def _write_json(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
