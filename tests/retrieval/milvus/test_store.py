"""An archive in Milvus Lite is asked what one in files is asked, and answers the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from conftest import ROOT, StubEncoder
from lite import release

from onrecord.archive import Archive
from onrecord.error import StorageError
from onrecord.retrieval.index import Index
from onrecord.retrieval.milvus.store import MilvusStore
from onrecord.text.word import content_words

QUESTIONS = ROOT / "tests" / "questions"


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Archive, Archive]]:
    """Return an archive of invented interviews in files, and the same in Milvus Lite."""
    folder = tmp_path_factory.mktemp("pair")
    files = Archive.open(QUESTIONS / "corpus", folder / "index", StubEncoder())
    yield files, Archive.open(QUESTIONS / "corpus", folder / "archive.db", StubEncoder())
    release(folder / "archive.db")


def stores(pair: tuple[Archive, Archive]) -> tuple[Index, MilvusStore]:
    """Return what the two archives search."""
    files, milvus = (one.index for one in pair)
    assert isinstance(files, Index)
    assert isinstance(milvus, MilvusStore)
    return files, milvus


def test_the_same_questions_have_the_same_answers(pair: tuple[Archive, Archive]) -> None:
    files, milvus = pair
    lines = (QUESTIONS / "questions.jsonl").read_text("utf-8").splitlines()[::4]
    asked: list[dict[str, Any]] = [json.loads(line) for line in lines]
    assert len(asked) > 40
    other = [one for one in (row["question"] for row in asked) if files.ask(one) != milvus.ask(one)]
    assert other == []


def test_steps_and_words_are_the_same(pair: tuple[Archive, Archive]) -> None:
    files, milvus = pair
    card = files.index.cards[3]
    history = ["Que dit-il du budget ?"]
    for step in ("la suite", "autre chose ?", "tu peux préciser ?"):
        assert files.ask(step, history=history) == milvus.ask(step, history=history)
    speaker = card.speakers[0].name
    assert files.search("le travail", speaker=speaker) == milvus.search("le travail", speaker=speaker)
    assert files.find("travail", any_form=True) == milvus.find("travail", any_form=True) != ()
    question = "Combien de fois dit-on « travail » ?"
    assert files.ask(question) == milvus.ask(question)


def test_what_is_kept_is_the_same(pair: tuple[Archive, Archive]) -> None:
    files, milvus = stores(pair)
    assert milvus.ids == files.ids
    assert milvus.cards == files.cards
    assert milvus.corpus == files.corpus
    assert list(milvus.passages) == list(files.passages)
    assert list(milvus.interviews) == list(milvus.read(milvus.ids)) == list(files.interviews)
    assert milvus.count_said() == files.count_said()
    most = len(milvus.piece_counts)
    assert milvus.piece_counts.tolist() == files.piece_counts[:most].tolist()
    assert not files.piece_counts[most:].any()
    last = files.passages[-1]
    assert milvus.row_at(last.interview_id, last.start + 1) == len(files) - 1
    assert milvus.row_at(last.interview_id, 0) == files.row_at(last.interview_id, 0)
    assert (milvus.find("nobody"), milvus.find(files.ids[2])) == (None, 2)


def test_scores_are_those_of_files(pair: tuple[Archive, Archive]) -> None:
    files, milvus = stores(pair)
    words = content_words("le budget et les budgets de la ville, le travail")
    vector = StubEncoder().encode_question("le budget de la ville").vector
    for search, asked in (("search_vectors", vector), ("search_words", words)):
        rows, scores = getattr(files, search)(asked, 60, files.allow(files.ids))
        found, own = getattr(milvus, search)(asked, 60, milvus.allow(milvus.ids))
        assert found.tolist() == rows.tolist()
        assert np.allclose(own, scores, atol=1e-5)
    rows = np.asarray([5, 0, 17])
    assert np.allclose(milvus.compare(vector, rows), files.compare(vector, rows), atol=1e-6)
    mine, theirs = milvus.take_pieces(rows), files.take_pieces(rows)
    for name in ("vectors", "ids", "sentences", "starts", "width"):
        assert np.array_equal(getattr(mine, name), getattr(theirs, name))


def test_a_filter_is_applied_before_the_best_are_taken(pair: tuple[Archive, Archive]) -> None:
    files, milvus = stores(pair)
    vector = StubEncoder().encode_question("le budget de la ville").vector
    products = files.compare(vector, np.arange(len(files)))
    far = min(files.ids, key=lambda one: max(products[row] for row in files.rows_of(one)))
    said = [row for row in files.rows_of(far) if files.passages[row].turn]
    best = sorted(said, key=lambda row: (-products[row], row))[:3]
    assert milvus.search_vectors(vector, 3, milvus.allow([far]))[0].tolist() == best
    word = files.passages[best[0]].text
    rows, _ = milvus.search_words(content_words(word), 2, milvus.allow([far]))
    assert rows[0] == best[0]
    assert set(rows.tolist()) <= set(said)


def test_who_speaks_is_a_filter_and_leads_are_apart(pair: tuple[Archive, Archive]) -> None:
    files, milvus = stores(pair)
    several = next(card for card in files.cards if len(card.speakers) > 1)
    name = several.speakers[1].name
    mine, theirs = milvus.allow(files.ids, [name]), files.allow(files.ids, [name])
    assert 0 < len(mine) == len(theirs) < len(milvus.allow([several.id]))
    vector = StubEncoder().encode_question("le travail").vector
    rows = milvus.search_vectors(vector, len(files), mine)[0].tolist()
    assert {files.passages[row].speaker for row in rows} == {name}
    assert len(rows) == len(theirs)
    assert len(milvus.allow(files.ids, ["nobody"])) == len(milvus.allow([])) == 0
    leads = milvus.allow_leads(files.ids)
    assert len(leads) == len(files.allow_leads(files.ids)) > 0
    found = milvus.search_vectors(vector, 10_000, leads)[0].tolist()
    assert [files.passages[row].turn for row in found] == [0] * len(leads)


def test_nothing_found_is_empty(pair: tuple[Archive, Archive]) -> None:
    _, milvus = stores(pair)
    every = milvus.allow(milvus.ids)
    vector = StubEncoder().encode_question("le travail").vector
    assert milvus.search_words(["zzyzx"], 10, every)[0].tolist() == []
    assert milvus.search_vectors(vector, 0, every)[0].tolist() == []
    assert milvus.search_vectors(vector, 5, milvus.allow([]))[0].tolist() == []
    assert milvus.compare(vector, np.zeros(0, np.int64)).tolist() == []
    assert len(milvus.take_pieces(np.zeros(0, np.int64))) == 0
    with pytest.raises(IndexError):
        milvus.passages[len(milvus)]


def test_few_passages_are_held_in_memory(
    pair: tuple[Archive, Archive], monkeypatch: pytest.MonkeyPatch
) -> None:
    files, milvus = stores(pair)
    monkeypatch.setattr("onrecord.retrieval.milvus.store._MOST_RECORDS", 40)
    milvus._recent.clear()
    assert list(milvus.passages) == list(files.passages)
    assert len(milvus._recent) == 40


def test_an_interview_is_not_added_for_one_visitor(pair: tuple[Archive, Archive]) -> None:
    files, milvus = pair
    interview = replace(next(iter(files.interviews.values())), id="another")
    with pytest.raises(
        StorageError, match="for everybody, through its corpus, and not for one visitor"
    ):
        milvus.with_interview(interview)
    with pytest.raises(StorageError, match="not for one visitor"):
        milvus.without_interview(files.index.ids[0])
    assert milvus.ask("Que dit-il du budget ?") == files.ask("Que dit-il du budget ?")


def test_text_of_any_length_and_letters_comes_back(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    told = " ".join(f"La marée numéro {number} monte, « œuf » 😀." for number in range(1500))
    text = f"Que fait la marée ?\n\n{told}\n\nEt l'œuf ?\n\nUn œuf est un œuf, voilà tout.\n"
    (corpus / "long d'été.txt").write_text(text, "utf-8")
    archive = Archive.open(corpus, tmp_path / "a.db", StubEncoder())
    (interview,) = archive.interviews.values()
    assert interview.text == text
    assert all(one.text == text[one.start : one.end] for one in archive.index.passages)
    assert len(text) > 3 * 16_000 / 2
    release(tmp_path / "a.db")
