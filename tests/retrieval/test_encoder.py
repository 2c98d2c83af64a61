"""The bundled encoder: its vectors do not move, its pieces point into the text, its folder is small."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from onrecord.error import EncoderError
from onrecord.retrieval.encoder import Encoder, load_encoder
from onrecord.retrieval.onnx_encoder import CHECKSUM, OnnxEncoder

pytestmark = pytest.mark.model

FOLDER = Path(str(files("onrecord.retrieval") / "bundled_encoder"))
QUESTION = "Pourquoi la criée de Port-Aven a-t-elle fermé ?"
FIRST_FIVE = [0.04926, -0.05272, -0.01805, -0.03003, 0.0389]
PASSAGES = [
    "Trente-deux, contre vingt-cinq avant.",
    "Le toit laissait passer la pluie et la chambre froide datait de 1974. " * 12,
    "La criée rouvre. Jeanne Le Bihan, directrice de la criée. Pourquoi avoir fermé ?\nLe toit fuyait.",
    "Le prix du gazole.",
]


@pytest.fixture(scope="module")
def encoder() -> Iterator[OnnxEncoder]:
    loaded = load_encoder()
    assert isinstance(loaded, OnnxEncoder)
    yield loaded


def test_a_question_keeps_its_vector(encoder: Encoder) -> None:
    vector = encoder.encode_question(QUESTION).vector
    assert vector[:5] == pytest.approx(FIRST_FIVE, abs=1e-3)


def test_vectors_have_unit_length(encoder: Encoder) -> None:
    for one in [encoder.encode_question(QUESTION), *encoder.encode_passages(PASSAGES)]:
        assert np.linalg.norm(one.vector) == pytest.approx(1, abs=1e-5)
        assert np.linalg.norm(one.pieces, axis=1) == pytest.approx(1, abs=1e-5)


def test_a_text_has_the_same_vectors_alone_and_in_a_batch(encoder: Encoder) -> None:
    together = encoder.encode_passages(PASSAGES)
    for text, one in zip(PASSAGES, together, strict=True):
        alone = encoder.encode_passages([text])[0]
        np.testing.assert_array_equal(one.vector, alone.vector)
        np.testing.assert_array_equal(one.pieces, alone.pieces)
        np.testing.assert_array_equal(one.piece_ids, alone.piece_ids)


def test_passages_shared_among_threads_come_back_in_order_and_are_counted(encoder: Encoder) -> None:
    texts = [f"Le bateau {number} rentre au port." for number in range(150)]
    counted: list[int] = []
    encoded = encoder.encode_passages(texts, counted.append)
    assert sum(counted) == 150
    for place in (0, 63, 64, 149):
        alone = encoder.encode_passages([texts[place]])[0]
        np.testing.assert_array_equal(encoded[place].vector, alone.vector)


def test_where_the_system_does_not_tell_its_cores_passages_are_encoded_all_the_same(
    encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    (before,) = encoder.encode_passages(["Le prix du gazole."])
    monkeypatch.delattr("os.sched_getaffinity")  # as on macOS and Windows
    (after,) = encoder.encode_passages(["Le prix du gazole."])
    assert np.array_equal(before.vector, after.vector)


def test_it_is_loaded_without_torch() -> None:
    code = (
        "import sys; from onrecord.retrieval.encoder import load_encoder\n"
        "load_encoder()\n"
        "assert 'torch' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=FOLDER.parents[2])


def test_a_question_and_a_passage_have_the_same_pieces_and_vectors_of_their_own(
    encoder: Encoder,
) -> None:
    question, passage = encoder.encode_question(QUESTION), encoder.encode_passages([QUESTION])[0]
    np.testing.assert_array_equal(question.piece_ids, passage.piece_ids)
    np.testing.assert_array_equal(question.offsets, passage.offsets)
    assert question.vector @ passage.vector < 0.9999


def test_a_question_without_accents_or_with_a_slip_stays_nearest_to_itself(encoder: Encoder) -> None:
    rough = encoder.encode_question("pourqoi la criee de port aven a t elle ferme").vector
    others = ["Pourquoi le prix du gazole monte-t-il ?", "Qui dirige la criée ?", "Où dort le chat ?"]
    nearness = rough @ encoder.encode_question(QUESTION).vector
    assert nearness > max(rough @ encoder.encode_question(other).vector for other in others)


def test_pieces_map_back_to_the_words_with_their_accents(encoder: Encoder) -> None:
    text = "L'été à Évry : 😀 où l'œuvre naît, ça coûte 1 200 €."
    one = encoder.encode_passages([text])[0]
    found = [text[start:end] for start, end in one.offsets]
    assert "".join(found) == "".join(text.split())
    assert found[:4] == ["L", "'", "été", "à"]
    assert (one.offsets[1:, 0] >= one.offsets[:-1, 1]).all()


def test_pieces_have_at_most_128_dimensions_and_an_id_of_the_vocabulary(encoder: Encoder) -> None:
    one = encoder.encode_passages(PASSAGES[:1])[0]
    frequency = encoder.piece_frequency
    assert frequency is not None
    assert one.pieces.shape == (len(one.piece_ids), encoder.piece_dimension)
    assert encoder.piece_dimension <= 128
    assert one.piece_ids.max() < len(frequency)
    assert ((frequency > 0) & (frequency <= 1)).all()


def test_at_least_256_pieces_of_a_long_text_are_read(encoder: Encoder) -> None:
    assert len(encoder.encode_passages(["mot " * 1000])[0].pieces) >= 254  # two pieces are special


def test_an_empty_text_has_a_vector_and_no_piece(encoder: Encoder) -> None:
    one = encoder.encode_passages([""])[0]
    assert one.pieces.shape == (0, encoder.piece_dimension)
    assert np.isfinite(one.vector).all()


def test_the_same_folder_has_the_same_fingerprint(encoder: Encoder) -> None:
    assert load_encoder(FOLDER).fingerprint == encoder.fingerprint


def test_a_folder_that_is_not_whole_is_told(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "broken")
    (tmp_path / "broken" / "onnx" / "model.onnx").write_bytes(b"no graph")
    with pytest.raises(EncoderError, match="does not load"):
        load_encoder(tmp_path / "broken")


def test_another_prompt_is_another_fingerprint(encoder: Encoder, tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "other")
    settings = tmp_path / "other" / "config_sentence_transformers.json"
    settings.write_text(settings.read_text("utf-8").replace("query: ", "ask: "), "utf-8")
    with pytest.raises(EncoderError, match="damaged"):
        load_encoder(tmp_path / "other")
    (tmp_path / "other" / CHECKSUM).unlink()  # changed on purpose
    other = load_encoder(tmp_path / "other")
    assert other.fingerprint != encoder.fingerprint
    assert not np.allclose(
        other.encode_question(QUESTION).vector, encoder.encode_question(QUESTION).vector, atol=1e-3
    )


def test_the_folder_is_small_and_holds_no_pickle() -> None:
    found = [path for path in FOLDER.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in found) <= 64_000_000
    assert {path.suffix for path in found} <= {".json", ".onnx", ".safetensors", ".md"}


def test_only_with_its_lower_layers_has_an_encoder_a_judge(
    encoder: OnnxEncoder, tmp_path: Path
) -> None:
    assert encoder.judge_folder == FOLDER / "judge"
    shutil.copytree(FOLDER, tmp_path / "alone", ignore=shutil.ignore_patterns("lower.onnx"))
    (tmp_path / "alone" / CHECKSUM).unlink()
    assert load_encoder(str(tmp_path / "alone")).judge_folder is None


def test_the_pieces_that_the_tokenizer_adds_are_special_in_lower_states(encoder: OnnxEncoder) -> None:
    read = encoder.read_lower("query", QUESTION, 64)
    assert read.special[0] and read.special[-1]
    assert not read.special[1:-1].any()
    assert len(read.states) == len(read.offsets) == len(read.special)


def test_an_unknown_model_is_named_in_the_error_and_loading_prints_nothing() -> None:
    code = (
        "from onrecord.retrieval.encoder import load_encoder\n"
        "from onrecord.error import EncoderError\n"
        "load_encoder()\n"
        "try: load_encoder('nobody/no-such-model')\n"
        "except EncoderError as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=FOLDER.parents[2],
        env={**os.environ, "HF_HUB_OFFLINE": "1"},
    )
    assert done.stdout.startswith("encoder 'nobody/no-such-model': expected")
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""
