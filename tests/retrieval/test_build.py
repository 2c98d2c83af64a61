"""From a corpus to an index: only what is new is encoded."""

import os
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from conftest import INTERVIEW, SIDE, StubEncoder

from onrecord.archive import Archive
from onrecord.error import CorpusError
from onrecord.reading import find_interviews
from onrecord.retrieval.build import encoded_text, fingerprint_files


def open_with(corpus: Path, encoder: StubEncoder) -> Archive:
    return Archive.open(corpus, corpus.parent / "index", encoder)


def test_what_is_encoded_is_the_passage_with_its_context(archive: Archive) -> None:
    passage = archive.passages[-1]
    text, starts = encoded_text(archive.interviews["criee"], passage)
    assert text == (
        "La criée de Port-Aven rouvre. Jeanne Le Bihan, directrice de la criée. "
        "Qu'est-ce qui vous inquiète le plus ?\n"
        "Le prix du gazole. "
        "Un chalutier brûle mille litres par jour ; si le prix double, il reste à quai."
    )
    assert [text[start:].split()[0] for start in starts] == ["Le", "Un"]


@pytest.mark.parametrize(
    ("first", "last", "kept"), [(0, 0, ["Le"]), (1, 1, ["Un"]), (0, 1, ["Le", "Un"])]
)
def test_some_sentences_are_kept_below_the_whole_context(
    archive: Archive, first: int, last: int, kept: list[str]
) -> None:
    interview, passage = archive.interviews["criee"], archive.passages[-1]
    text, starts = encoded_text(interview, passage)
    context = text[: starts[0]]
    run = replace(passage, sentences=passage.sentences[first : last + 1])
    shorter, places = encoded_text(interview, run)
    assert shorter.startswith(context) and places[0] == len(context)
    assert [shorter[place:].split()[0] for place in places] == kept
    assert shorter.endswith("." if last == 0 else "quai.") and not shorter.endswith(" ")


def test_nothing_is_encoded_twice(corpus: Path) -> None:
    first, second = StubEncoder(), StubEncoder()
    open_with(corpus, first)
    open_with(corpus, second)
    assert (len(first.encoded), len(second.encoded)) == (5, 0)


def test_only_the_interview_that_changed_is_encoded(corpus: Path) -> None:
    (corpus / "autre.txt").write_text(INTERVIEW.replace("criée", "halle"), "utf-8")
    before = open_with(corpus, StubEncoder())
    (corpus / "autre.txt").write_text(INTERVIEW.replace("criée", "foire"), "utf-8")
    encoder = StubEncoder()
    after = open_with(corpus, encoder)
    assert len(encoder.encoded) == 5
    assert all("foire" in text for text in encoder.encoded[:1])
    kept = [i for i, p in enumerate(before.index.passages) if p.interview_id == "criee"]
    question = StubEncoder().encode_question("le prix du gazole").vector
    rows = [one.index.compare(question, np.asarray(kept)) for one in (before, after)]
    assert np.array_equal(rows[0], rows[1])


def test_an_updated_index_is_the_index_built_anew(corpus: Path) -> None:
    (corpus / "autre.txt").write_text(INTERVIEW.replace("criée", "halle"), "utf-8")
    open_with(corpus, StubEncoder())
    (corpus / "zz.txt").write_text(INTERVIEW.replace("gazole", "fioul"), "utf-8")
    (corpus / "autre.txt").unlink()
    updated = open_with(corpus, StubEncoder())
    anew = Archive.open(corpus, corpus.parent / "other", StubEncoder())
    assert [p.interview_id for p in updated.passages] == [p.interview_id for p in anew.passages]
    for question in ("le prix du fioul", "combien d'apprentis", "le toit"):
        assert updated.ask(question).to_dict() == anew.ask(question).to_dict()


def test_a_changed_side_file_is_a_change(corpus: Path) -> None:
    open_with(corpus, StubEncoder())
    (corpus / "criee.yaml").write_text(SIDE.replace("directrice", "patronne"), "utf-8")
    assert open_with(corpus, StubEncoder()).passages[0].role == "patronne de la criée"


def test_files_that_the_system_says_are_as_they_were_are_not_read(corpus: Path) -> None:
    time.sleep(2.1)  # a file that has only just changed is read at any rate
    index = open_with(corpus, StubEncoder()).index
    (found,) = find_interviews(corpus)
    elsewhere = found._replace(folder=corpus / "nothing")  # where nothing can be read
    assert fingerprint_files([elsewhere], index).fingerprints == index.corpus
    with pytest.raises(CorpusError, match="cannot be read"):
        fingerprint_files([elsewhere._replace(state=found.state + "1")], index)


def test_a_change_that_keeps_size_and_time_is_seen(corpus: Path) -> None:
    time.sleep(2.1)
    path = corpus / "criee.txt"
    open_with(corpus, StubEncoder())
    written = path.stat()
    path.write_text(path.read_text("utf-8").replace("gazole", "fueloi"), "utf-8")
    os.utime(path, ns=(written.st_atime_ns, written.st_mtime_ns))
    assert path.stat().st_size == written.st_size
    time.sleep(2.1)
    assert "fueloi" in open_with(corpus, StubEncoder()).passages[-1].text


def test_the_state_of_an_interview_is_that_of_its_file_and_side_file(corpus: Path) -> None:
    assert [one.state for one in find_interviews(corpus)] == [""]
    time.sleep(2.1)
    (both,) = find_interviews(corpus)
    (corpus / "criee.yaml").unlink()
    (alone,) = find_interviews(corpus)
    size = (corpus / "criee.txt").stat().st_size
    assert (len(both.state.split()), len(alone.state.split())) == (8, 4)
    assert both.state.startswith(alone.state)
    assert alone.state.split()[0] == str(size)


def test_another_encoder_encodes_everything_anew(corpus: Path) -> None:
    open_with(corpus, StubEncoder("one"))
    encoder = StubEncoder("two")
    open_with(corpus, encoder)
    assert len(encoder.encoded) == 5


def test_progress_reaches_the_total(corpus: Path, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    Archive.open(corpus, tmp_path / "new", StubEncoder(), on_progress=lambda *step: seen.append(step))
    assert seen == [(5, 5)]


def test_building_opening_and_asking_print_nothing(
    corpus: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for _ in ("built", "opened"):
        open_with(corpus, StubEncoder()).ask("le prix du gazole")
    assert capfd.readouterr() == ("", "")


def test_one_bad_file_leaves_the_index_in_service(corpus: Path) -> None:
    archive = open_with(corpus, StubEncoder())
    (corpus / "vide.txt").write_text("  \n")
    with pytest.raises(CorpusError, match=r"vide\.txt: expected an interview, found an empty file"):
        open_with(corpus, StubEncoder())
    (corpus / "vide.txt").unlink()
    assert open_with(corpus, StubEncoder()).passages == archive.passages


def test_an_empty_corpus_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    with pytest.raises(CorpusError, match="found none; put a file there"):
        Archive.open(tmp_path / "none", tmp_path / "index", StubEncoder())
    with pytest.raises(CorpusError, match="expected a folder of interviews"):
        Archive.open(tmp_path / "absent", tmp_path / "index", StubEncoder())


def test_who_waits_for_another_build_takes_what_it_made(corpus: Path, tmp_path: Path) -> None:
    import threading

    from onrecord.retrieval.storage import lock_index, write_index

    index, encoder = tmp_path / "index", StubEncoder()
    waiting: list[Archive] = []
    with lock_index(index):
        thread = threading.Thread(target=lambda: waiting.append(Archive.open(corpus, index, encoder)))
        thread.start()
        other = Archive.open(corpus, tmp_path / "other", StubEncoder())
        write_index(index, other.index)
    thread.join(30)
    assert encoder.encoded == []
    assert waiting[0].passages == other.passages
