"""Any sentence-transformers model can be named: tiny ones made here stand for those of a hub."""

from pathlib import Path

import numpy as np
import pytest
from conftest import INTERVIEW, SIDE
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

from onrecord.archive import Archive
from onrecord.error import EncoderError
from onrecord.retrieval.encoder import load_encoder


def make_tokenizer() -> Tokenizer:
    """Return a tokenizer of single letters, with the special pieces of BERT."""
    letters = [chr(code) for code in range(33, 384)]
    vocabulary = {
        piece: i for i, piece in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters])
    }
    vocabulary |= {f"##{letter}": len(vocabulary) + i for i, letter in enumerate(letters)}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    return tokenizer


@pytest.fixture(scope="module")
def transformer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a tiny BERT with prompts, its weights drawn at random."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    torch.manual_seed(3)
    folder = tmp_path_factory.mktemp("tiny")
    sizes = {
        "hidden_size": 32,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "intermediate_size": 48,
    }
    tokenizer = BertTokenizerFast(tokenizer_object=make_tokenizer())
    BertModel(BertConfig(vocab_size=len(tokenizer), **sizes)).save_pretrained(folder / "bert")
    tokenizer.save_pretrained(folder / "bert")
    word = Transformer(str(folder / "bert"), max_seq_length=256)
    model = SentenceTransformer(
        modules=[word, Pooling(word.get_embedding_dimension())],
        prompts={"query": "query: ", "document": "passage: "},
        device="cpu",
    )
    model.save(str(folder / "model"), create_model_card=False)
    return folder / "model"


@pytest.fixture(scope="module")
def static(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a static model, which gives no word pieces."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    tokenizer = make_tokenizer()
    weights = (
        np.random.default_rng(5).standard_normal((tokenizer.get_vocab_size(), 16)).astype(np.float32)
    )
    folder = tmp_path_factory.mktemp("static")
    model = SentenceTransformer(
        modules=[StaticEmbedding(tokenizer, embedding_weights=weights)], device="cpu"
    )
    model.save(str(folder), create_model_card=False)
    return folder


def test_prompts_are_honoured_and_never_become_pieces(transformer: Path) -> None:
    encoder = load_encoder(transformer)
    question, passage = encoder.encode_question("le gazole"), encoder.encode_passages(["le gazole"])[0]
    assert not np.allclose(question.vector, passage.vector, atol=1e-4)
    assert ["le gazole"[start:end] for start, end in question.offsets] == list("legazole")
    assert question.piece_ids.tolist() == passage.piece_ids.tolist()
    for one in (question, passage):
        assert np.allclose(np.linalg.norm(one.pieces, axis=1), 1, atol=1e-5)
        assert np.linalg.norm(one.vector) == pytest.approx(1, abs=1e-5)


def test_word_pieces_keep_the_width_of_a_model_without_projection(transformer: Path) -> None:
    encoder = load_encoder(transformer)
    assert (encoder.dimension, encoder.piece_dimension, encoder.piece_frequency) == (32, 32, None)


def test_a_static_model_serves_without_late_interaction(static: Path, tmp_path: Path) -> None:
    (tmp_path / "criee.txt").write_text(INTERVIEW, "utf-8")
    (tmp_path / "criee.yaml").write_text(SIDE, "utf-8")
    archive = Archive.open(tmp_path, tmp_path / "index", static)
    assert archive.encoder.piece_dimension == 0
    answer = archive.ask("Combien d'apprentis ont été recrutés ?")
    assert (*answer.hits, *answer.nearest)[0].text.startswith("Trente-deux")


def test_another_model_is_another_fingerprint(transformer: Path, static: Path) -> None:
    prints = {load_encoder(where).fingerprint for where in (transformer, static, transformer)}
    assert len(prints) == 2


def test_a_pooler_that_a_model_lacks_is_not_in_its_fingerprint(
    transformer: Path, tmp_path: Path
) -> None:
    import shutil

    from safetensors.numpy import load_file, save_file

    folder = shutil.copytree(transformer, tmp_path / "poolerless")
    weights = load_file(folder / "model.safetensors")
    kept = {name: tensor for name, tensor in weights.items() if "pooler" not in name}
    assert len(kept) < len(weights)
    save_file(kept, folder / "model.safetensors", metadata={"format": "pt"})
    prints = {load_encoder(where).fingerprint for where in (transformer, folder, folder)}
    assert len(prints) == 1


def test_a_model_that_brings_its_own_code_is_refused(transformer: Path, tmp_path: Path) -> None:
    import json
    import shutil

    shutil.copytree(transformer, tmp_path / "evil")
    (tmp_path / "evil" / "evil.py").write_text("open('owned', 'w')\n")
    modules = json.loads((tmp_path / "evil" / "modules.json").read_text())
    modules[0]["type"] = "evil.Evil"
    (tmp_path / "evil" / "modules.json").write_text(json.dumps(modules))
    with pytest.raises(EncoderError, match="found none that loads"):
        load_encoder(tmp_path / "evil")
    assert not Path("owned").exists()
