"""A library of an extra that is absent is told in one sentence, with the command that installs it."""

import sys
from pathlib import Path

import pytest
from printed import set_lines, write_pdf

from onrecord.answer.answer import Answer, Verdict
from onrecord.cli import main
from onrecord.error import AnswerError, CorpusError, EncoderError, EvaluationError, StorageError
from onrecord.evaluation import evaluate
from onrecord.evaluation.plot import draw_plots
from onrecord.optional import load_optional
from onrecord.reading import read_interview
from onrecord.reading.bounded import read_bounded
from onrecord.retrieval.encoder import load_encoder
from onrecord.retrieval.milvus.engine import Engine

MODELS = (
    "encoder 'some/model' needs sentence-transformers, which is not installed; "
    "run: pip install 'onrecord[models]' (or: pip install sentence-transformers)"
)
RANKS = (
    "evaluating needs ir-measures, which is not installed; "
    "run: pip install 'onrecord[evaluate]' (or: pip install ir-measures)"
)
MILVUS = (
    "an index in Milvus needs pymilvus, which is not installed; "
    "run: pip install 'onrecord[milvus]' (or: pip install pymilvus)"
)
LITE = (
    "an index in Milvus needs milvus-lite, which is not installed; "
    "run: pip install 'onrecord[milvus]' (or: pip install milvus-lite)"
)
PLOTS = (
    "drawing needs matplotlib, which is not installed; "
    "run: pip install 'onrecord[evaluate]' (or: pip install matplotlib)"
)

TABLES = "a table of answers needs pandas, which is not installed; run: pip install pandas"


def hide(monkeypatch: pytest.MonkeyPatch, module: str) -> None:
    """Make a library one that is not installed."""
    for name in [one for one in sys.modules if one.partition(".")[0] == module]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, module, None)


@pytest.mark.parametrize(
    ("module", "error", "message", "use"),
    [
        ("sentence_transformers", EncoderError, MODELS, lambda _: load_encoder("some/model")),
        ("ir_measures", EvaluationError, RANKS, lambda _: evaluate([])),
        ("matplotlib", EvaluationError, PLOTS, lambda folder: draw_plots([], folder)),
        ("pymilvus", StorageError, MILVUS, lambda _: Engine("http://127.0.0.1:19530")),
        ("milvus_lite", StorageError, LITE, lambda folder: Engine(folder / "a.db")),
        ("pandas", AnswerError, TABLES, lambda _: Answer("?", Verdict.NOT_SAID).to_frame()),
    ],
)
def test_an_absent_library_is_told_in_one_sentence(tmp_path, monkeypatch, module, error, message, use):
    hide(monkeypatch, module)
    with pytest.raises(error) as raised:
        use(tmp_path)
    assert str(raised.value) == message


def test_a_library_that_lacks_one_of_its_own_says_which(tmp_path, monkeypatch) -> None:
    hide(monkeypatch, "ir_measures")
    monkeypatch.delitem(sys.modules, "ir_measures")
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "ir_measures.py").write_text("import a_library_that_is_absent")
    with pytest.raises(
        EvaluationError,
        match=r"ir-measures, which does not load \(No module named 'a_library_that_is_absent'\); run: ",
    ):
        load_optional("ir_measures", EvaluationError, "evaluating")


def test_what_is_installed_is_returned() -> None:
    assert (
        load_optional("matplotlib.figure", EvaluationError, "drawing").__name__ == "matplotlib.figure"
    )


def test_the_bundled_encoder_needs_no_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    hide(monkeypatch, "sentence_transformers")
    assert load_encoder().encode_question("le gazole").vector.shape == (load_encoder().dimension,)


CAPTIONS = b"1\n00:00:01,000 --> 00:00:02,000\nBonjour ?\n"
FILES = {
    "pypdfium2": ("talk.pdf", write_pdf([set_lines(["Pourquoi le phare ?", "Parce que la mer."])])),
    "selectolax": ("talk.html", b"<html><p>Pourquoi ?</p><p>Parce que.</p>"),
    "srt": ("talk.srt", CAPTIONS),
    "webvtt": ("talk.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\nBonjour ?\n"),
    "lxml": ("talk.xml", b"<TEI><text><body><u>Bonjour ?</u></body></text></TEI>"),
}


@pytest.mark.parametrize("library", FILES)
def test_a_library_that_reads_a_format_and_is_absent_is_named(
    library: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is absent from processes too: a module of this name stands before the installed one."""
    name, content = FILES[library]
    absent = f"No module named {library!r}"
    (tmp_path / "libraries").mkdir()
    (tmp_path / "libraries" / f"{library}.py").write_text(f"raise ModuleNotFoundError({absent!r})")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "libraries"))
    monkeypatch.syspath_prepend(tmp_path / "libraries")
    for one in [one for one in sys.modules if one.partition(".")[0] == library]:
        monkeypatch.delitem(sys.modules, one)
    path = tmp_path / name
    path.write_bytes(content)
    found = f"a library that is not installed or does not load \\({absent}\\)"
    told = f"reading it needs {found}; run: pip install onrecord$"
    with pytest.raises(CorpusError, match=f"^{path}: {told}"):
        read_interview(path)
    with pytest.raises(CorpusError, match=f"^{name}: {told}"):
        read_bounded(name, content)
    assert main(["read", str(path)]) == 2
    assert capsys.readouterr().err.count("\n") == 1
