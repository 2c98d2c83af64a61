"""index/ on disk: whole or not at all, and never searched when damaged."""

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from conftest import DIMENSION, INTERVIEW, ROOT, StubEncoder

from onrecord.archive import Archive
from onrecord.error import StorageError
from onrecord.reading import read_interview
from onrecord.retrieval.check import LaterCheck, hash_file
from onrecord.retrieval.manifest import FORMAT
from onrecord.retrieval.passage import cut_passages
from onrecord.retrieval.storage import lock_index, read_index
from onrecord.version import __version__


@pytest.fixture
def index(archive: Archive, tmp_path: Path) -> Path:
    return tmp_path / "index"


def generation(index: Path) -> Path:
    return index / json.loads((index / "CURRENT").read_text())["generation"]


def segment(index: Path) -> Path:
    (only,) = generation(index).glob("segment-*")
    return only


def set_format(index: Path, number: int) -> None:
    """Make the index in service one of another format, its checksums right."""
    path = generation(index) / "manifest.json"
    content = json.dumps({**json.loads(path.read_text()), "format": number})
    path.write_text(content)
    digest = hashlib.sha256(content.encode()).hexdigest()
    pointer = {"generation": path.parent.name, "manifest_sha256": digest}
    (index / "CURRENT").write_text(json.dumps(pointer))


def test_what_is_written_is_what_is_read(archive: Archive, index: Path) -> None:
    read = read_index(index)
    assert read is not None
    assert read.interviews == tuple(archive.interviews.values())
    assert read.cards == tuple(one.card for one in read.interviews)
    assert read.passages == archive.index.passages
    assert read.interviews[0].text == INTERVIEW
    assert np.array_equal(read.segments[0].pieces.vectors, archive.index.segments[0].pieces.vectors)
    for name in ("interviews.jsonl", "passages.jsonl"):
        assert "perdu quatre tonnes de lotte en un été" in (segment(index) / name).read_text("utf-8"), (
            "letters stand as they are"
        )


def test_nothing_built_is_none(tmp_path: Path) -> None:
    assert read_index(tmp_path / "nothing") is None


def test_every_file_is_in_the_manifest_and_documented(archive: Archive, index: Path) -> None:
    folder = generation(index)
    manifest = json.loads((folder / "manifest.json").read_text())
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert files == {*manifest["files"], "manifest.json"}
    documented = (ROOT / "index" / "README.md").read_text("utf-8")
    assert [name for name in files if f"`{Path(name).name}`" not in documented] == []


def test_no_pickle_is_written(archive: Archive, index: Path) -> None:
    for path in generation(index).rglob("*.npy"):
        np.load(path, allow_pickle=False)


@pytest.mark.parametrize(
    "name",
    ["interviews.jsonl", "cards.jsonl", "passages.jsonl", "vectors.npy", "pieces.vectors.npy"],
)
def test_a_truncated_file_is_named_and_never_searched(
    archive: Archive, index: Path, corpus: Path, name: str
) -> None:
    path = segment(index) / name
    path.write_bytes(path.read_bytes()[:-7])
    with pytest.raises(StorageError, match=rf"{name}.*damaged.*build --from-scratch"):
        Archive.open(corpus, index, StubEncoder())


@pytest.mark.parametrize("bit", range(8))
def test_one_flipped_bit_is_found(archive: Archive, index: Path, corpus: Path, bit: int) -> None:
    path = segment(index) / "pieces.vectors.npy"
    content = bytearray(path.read_bytes())
    content[-20] ^= 1 << bit
    path.write_bytes(content)
    with pytest.raises(StorageError, match=r"pieces\.vectors\.npy: damaged \(wrong checksum\)"):
        Archive.open(corpus, index, StubEncoder())


def test_a_missing_file_is_named(archive: Archive, index: Path) -> None:
    (segment(index) / "passages.jsonl").unlink()
    with pytest.raises(StorageError, match=r"passages\.jsonl: a file of the index is missing"):
        read_index(index)


@pytest.mark.parametrize("content", ["", "{}", "generation-1", "[]"])
def test_a_broken_pointer_is_refused(archive: Archive, index: Path, content: str) -> None:
    (index / "CURRENT").write_text(content)
    with pytest.raises(StorageError, match="expected JSON"):
        read_index(index)


@pytest.mark.parametrize("other", [FORMAT - 1, FORMAT + 1])
def test_an_index_of_another_format_is_told_with_the_command_that_mends_it(
    archive: Archive, index: Path, corpus: Path, other: int
) -> None:
    set_format(index, other)
    with pytest.raises(StorageError) as error:
        Archive.open(corpus, index, StubEncoder())
    assert str(error.value) == (
        f"{index}: expected an index of format {FORMAT}, found format {other}, written by onrecord "
        f"{__version__}; to mend it, run: python -m onrecord build --from-scratch"
    )
    mended = Archive.open(corpus, index, StubEncoder(), from_scratch=True)
    assert mended.ask("le prix du gazole").hits == archive.ask("le prix du gazole").hits
    assert read_index(index) is not None


def test_parse_reports_are_not_stored(archive: Archive, index: Path) -> None:
    assert not list(index.rglob("reports*"))


def test_building_from_scratch_mends_a_damaged_index(
    archive: Archive, index: Path, corpus: Path
) -> None:
    (segment(index) / "vectors.npy").write_bytes(b"")
    mended = Archive.open(corpus, index, StubEncoder(), from_scratch=True)
    assert mended.ask("le prix du gazole").hits == archive.ask("le prix du gazole").hits


def test_the_last_generation_alone_stays(archive: Archive, index: Path, corpus: Path) -> None:
    (corpus / "criee.txt").write_text(INTERVIEW.replace("gazole", "fioul"), "utf-8")
    Archive.open(corpus, index, StubEncoder())
    assert len(list(index.glob("generation-*"))) == 1
    assert not list(index.glob("staging-*"))


def test_a_folder_that_cannot_be_written_says_so(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StorageError, match="cannot be written"):
        Archive.open(corpus, tmp_path / "file" / "index", StubEncoder())


KILLED = """
import sys
sys.path[:0] = [{tests!r}]
from conftest import StubEncoder
from onrecord.archive import Archive
print("ready", flush=True)
for turn in range(10_000):
    Archive.open({corpus!r}, {index!r}, StubEncoder(str(turn)), from_scratch=True)
"""


def test_a_killed_build_leaves_an_index_that_answers(
    archive: Archive, index: Path, corpus: Path
) -> None:
    script = KILLED.format(tests=str(ROOT / "tests"), corpus=str(corpus), index=str(index))
    expected = archive.ask("Combien d'apprentis ?").hits[0].text
    for moment in range(12):
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        process = subprocess.Popen(
            [sys.executable, "-c", script], stdout=subprocess.PIPE, env=environment
        )
        assert process.stdout is not None and process.stdout.readline() == b"ready\n"
        time.sleep(0.05 + 0.013 * moment)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        left = read_index(index)
        assert left is not None
        assert Archive(left, StubEncoder()).ask("Combien d'apprentis ?").hits[0].text == expected
    Archive.open(corpus, index, StubEncoder("after"))
    assert not list(index.glob("staging-*"))


def test_a_reader_outlives_the_generation_it_reads(archive: Archive, index: Path) -> None:
    shutil.rmtree(generation(index))
    assert archive.ask("le prix du gazole").hits


KINDS = ("captions.srt", "paywall.txt", "several_speakers.txt", "readers_comments.md", "monologue.txt")


def test_an_interview_of_every_kind_comes_back_as_it_was_read(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name in KINDS:
        shutil.copy(ROOT / "tests" / "interviews" / name, corpus)
    Archive.open(corpus, tmp_path / "index", StubEncoder())
    given = sorted((read_interview(corpus / name) for name in KINDS), key=lambda one: one.id)
    assert any(one.time_codes for one in given) and any(one.gap for one in given)
    assert any(one.left_out for one in given) and len({one.date for one in given}) > 1
    back = read_index(tmp_path / "index")
    assert back is not None
    assert back.interviews == tuple(given)
    assert back.passages == tuple(one for interview in given for one in cut_passages(interview))


def test_the_manifest_says_what_the_index_is_made_of(archive: Archive, index: Path) -> None:
    manifest = json.loads((generation(index) / "manifest.json").read_text())
    corpus = {"criee": archive.interviews["criee"].fingerprint}
    assert manifest.pop("files")
    assert list(manifest.pop("states")) == ["criee"]
    assert manifest.pop("segments") == [{"name": segment(index).name, "hidden": []}]
    assert manifest == {
        "format": FORMAT,
        "program": f"onrecord {__version__}",
        "encoder": {
            "name": "stub",
            "fingerprint": "stub-1",
            "dimension": DIMENSION,
            "piece_dimension": DIMENSION,
        },
        "passages": 4 + 1,  # and the lead
        "corpus": corpus,
        "corpus_sha256": hashlib.sha256(json.dumps(corpus).encode()).hexdigest(),
    }


def test_a_pointer_that_is_no_file_is_told_with_the_command_that_mends_it(
    archive: Archive, index: Path
) -> None:
    (index / "CURRENT").unlink()
    (index / "CURRENT").mkdir()
    with pytest.raises(StorageError, match=r"CURRENT: cannot be read; .* build --from-scratch"):
        read_index(index)


def test_who_waits_too_long_for_another_build_is_told_so(index: Path) -> None:
    with (
        lock_index(index),
        pytest.raises(StorageError, match="another build has run for 0 s"),
        lock_index(index, timeout=0.01),
    ):
        pass


def test_what_a_build_that_was_killed_left_is_removed(
    archive: Archive, index: Path, corpus: Path
) -> None:
    left = index / "staging-0"
    left.mkdir()
    (left / "interviews.jsonl").write_text("{")
    old = generation(index)
    Archive.open(corpus, index, StubEncoder("other"))
    assert not left.exists() and not old.exists()
    assert sorted(path.name for path in index.iterdir()) == [".lock", "CURRENT", generation(index).name]


def inodes(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_ino for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("links", [True, False])
def test_what_has_not_changed_is_not_written_again(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    """A segment that stays has the files of the generation before, or copies where no links are."""
    if not links:
        monkeypatch.setattr(Path, "hardlink_to", refuse_link)
    for word in ("halle", "foire", "forge", "ferme"):
        (corpus / f"{word}.txt").write_text(INTERVIEW.replace("criée", word), "utf-8")
    Archive.open(corpus, tmp_path / "index", StubEncoder())
    first = segment(tmp_path / "index")
    before = inodes(first)
    (corpus / "gare.txt").write_text(INTERVIEW.replace("criée", "gare"), "utf-8")
    grown = Archive.open(corpus, tmp_path / "index", StubEncoder())
    old, new = sorted(generation(tmp_path / "index").glob("segment-*"))
    assert (old.name, [one.name for one in grown.index.segments]) == (first.name, [old.name, new.name])
    assert (inodes(old) == before) == links
    anew = Archive.open(corpus, tmp_path / "anew", StubEncoder())
    again = Archive.open(corpus, tmp_path / "index", StubEncoder())
    assert grown.passages == again.passages == anew.passages
    for asked in ("le prix du gazole", "Combien d'apprentis à la gare ?"):
        assert grown.ask(asked, k=9).to_dict() == anew.ask(asked, k=9).to_dict()
        assert again.ask(asked, k=9).to_dict() == anew.ask(asked, k=9).to_dict()


def refuse_link(path: Path, target: Path) -> None:
    raise PermissionError(1, "Operation not permitted", str(path))


def test_a_removed_interview_is_hidden_on_disk_and_stays_so(corpus: Path, tmp_path: Path) -> None:
    for word in ("halle", "foire"):
        (corpus / f"{word}.txt").write_text(INTERVIEW.replace("criée", word), "utf-8")
    Archive.open(corpus, tmp_path / "index", StubEncoder())
    (corpus / "halle.txt").unlink()
    encoder = StubEncoder()
    Archive.open(corpus, tmp_path / "index", encoder)
    again = Archive.open(corpus, tmp_path / "index", encoder)
    assert encoder.encoded == []
    manifest = json.loads((generation(tmp_path / "index") / "manifest.json").read_text())
    assert [one["hidden"] for one in manifest["segments"]] == [["halle"]]
    assert list(again.interviews) == ["criee", "foire"]
    assert {hit.interview_id for hit in again.search("gazole", 20)} == {"criee", "foire"}


def test_an_index_too_large_for_memory_is_mapped_and_answers_alike(
    archive: Archive, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onrecord.retrieval.storage._MOST_IN_MEMORY", 0)
    mapped = read_index(index)
    assert mapped is not None
    (only,) = mapped.segments
    assert not only.vectors.vectors.flags.writeable and not only.pieces.vectors.flags.owndata
    opened = Archive(mapped, StubEncoder())
    for asked in ("le prix du gazole", "Combien d'apprentis ?", "Qui est interviewé ?"):
        assert opened.ask(asked, k=9).to_dict() == archive.ask(asked, k=9).to_dict()


def test_a_mapped_index_that_is_found_damaged_later_answers_no_more(
    archive: Archive, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onrecord.retrieval.storage._MOST_IN_MEMORY", 0)
    path = segment(index) / "passages.jsonl"
    path.write_bytes(path.read_bytes().replace(b"gazole", b"diesel"))
    mapped = read_index(index)
    assert mapped is not None
    check = mapped.segments[0].check
    assert check is not None
    check.thread.join()
    opened = Archive(mapped, StubEncoder())
    for ask in (opened.ask, opened.search):
        with pytest.raises(StorageError, match=r"passages\.jsonl: damaged .*--from-scratch"):
            ask("le prix du gazole")
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(StorageError, match=r"passages\.jsonl: damaged \(expected \d+ bytes"):
        read_index(index)


def test_a_mapped_index_that_is_replaced_while_it_is_checked_is_not_damaged(
    archive: Archive, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = json.loads((generation(index) / "manifest.json").read_text())["files"]
    large = {name: one for name, one in facts.items() if name.endswith("passages.jsonl")}
    sizes_only = {name: {**one, "sha256": ""} for name, one in large.items()}
    monkeypatch.setattr(
        "onrecord.retrieval.check.hash_file", lambda path: hash_file(path.with_name("gone"))
    )
    check = LaterCheck(generation(index), sizes_only)
    check.thread.join()
    check.raise_damage()


def test_the_manifest_says_how_much_clusters_find(
    archive: Archive, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onrecord.retrieval.vectors.MOST_EXACT", 3)
    Archive.open(corpus, tmp_path / "clusters", StubEncoder())
    (described,) = json.loads((generation(tmp_path / "clusters") / "manifest.json").read_text())[
        "segments"
    ]
    assert described["recall"] >= 0.99 and described["probes"] >= 1
    opened = Archive.open(corpus, tmp_path / "clusters", StubEncoder())
    clusters = opened.index.segments[0].vectors.clusters
    assert clusters is not None and clusters.recall == described["recall"]
    for asked in ("le prix du gazole", "Combien d'apprentis ?"):
        assert opened.ask(asked, k=9).to_dict() == archive.ask(asked, k=9).to_dict()
