"""Builds in Milvus Lite: whole or not at all, nothing encoded twice, each failure in one sentence."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent import futures
from pathlib import Path

import grpc
import numpy as np
import pytest
from conftest import INTERVIEW, StubEncoder
from lite import read_in_service, release

from benchmarks.killed import kill_builds
from onrecord.archive import Archive
from onrecord.cli import main
from onrecord.error import StorageError
from onrecord.retrieval.embedding import Encoded
from onrecord.retrieval.milvus.engine import Engine
from onrecord.retrieval.milvus.generation import find_in_service
from onrecord.retrieval.milvus.lease import Lease, hold_lease
from onrecord.retrieval.milvus.text import About, Kind, make_rows

ASKED = "Combien d'apprentis la criée a-t-elle recrutés ?"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Path]:
    """Return a file for Milvus Lite."""
    yield tmp_path / "archive.db"
    release(tmp_path / "archive.db")


def add(corpus: Path, name: str) -> None:
    """Write one interview more, of a place of this name, into a corpus."""
    (corpus / f"{name}.txt").write_text(INTERVIEW.replace("criée", name), "utf-8")


def test_what_is_unchanged_is_not_encoded_again(corpus: Path, tmp_path: Path, database: Path) -> None:
    encoder = StubEncoder()
    add(corpus, "halle")
    Archive.open(corpus, database, encoder)
    first = len(encoder.encoded)
    Archive.open(corpus, database, encoder)
    assert len(encoder.encoded) == first
    add(corpus, "ferme")
    add(corpus, "zoo")
    (corpus / "halle.txt").unlink()
    archive = Archive.open(corpus, database, encoder)
    assert all("criée" not in text for text in encoder.encoded[first:])
    files = Archive.open(corpus, tmp_path / "index", StubEncoder())
    assert archive.index.ids == ("criee", "ferme", "zoo")
    assert list(archive.index.passages) == list(files.index.passages)
    assert archive.ask(ASKED) == files.ask(ASKED)
    rows, scores = archive.index.search_words(["apprentis"], 9, archive.index.allow(archive.interviews))
    own, theirs = files.index.search_words(["apprentis"], 9, files.index.allow(files.interviews))
    assert rows.tolist() == own.tolist()
    assert np.allclose(scores, theirs, atol=1e-6)


def test_another_encoder_encodes_all_anew(corpus: Path, database: Path) -> None:
    Archive.open(corpus, database, StubEncoder())
    other = StubEncoder("stub-2")
    archive = Archive.open(corpus, database, other)
    assert len(other.encoded) == len(archive.index)
    assert archive.index.encoder_fingerprint == "stub-2"


def test_who_reads_goes_on_while_another_builds(corpus: Path, database: Path) -> None:
    before = Archive.open(corpus, database, StubEncoder())
    expected = before.ask(ASKED)
    add(corpus, "halle")
    after = Archive.open(corpus, database, StubEncoder())
    assert before.ask(ASKED) == expected
    assert (before.index.ids, after.index.ids) == (("criee",), ("criee", "halle"))
    add(corpus, "ferme")
    Archive.open(corpus, database, StubEncoder())
    with pytest.raises(StorageError, match="built anew meanwhile; open the archive again"):
        before.ask("Le toit laissait-il passer la pluie ?")


class FailingEncoder(StubEncoder):
    """An encoder that fails at an interview of a halle."""

    def encode_passages(
        self, texts: Sequence[str], on_progress: Callable[[int], None] | None = None
    ) -> list[Encoded]:
        if any("halle" in text for text in texts):
            raise MemoryError
        return super().encode_passages(texts, on_progress)


def test_a_build_that_fails_leaves_the_one_before_in_service(corpus: Path, database: Path) -> None:
    Archive.open(corpus, database, StubEncoder())
    engine = Engine(database)
    served, kept = find_in_service(engine), set(engine.list_collections())
    add(corpus, "halle")
    with pytest.raises(MemoryError):
        Archive.open(corpus, database, FailingEncoder())
    left = set(engine.list_collections()) - kept
    assert len(left) == 2
    assert find_in_service(engine) == served
    assert read_in_service(database).ids == ("criee",)
    assert Archive.open(corpus, database, StubEncoder()).index.ids == ("criee", "halle")
    assert not left & set(engine.list_collections())


@pytest.mark.model
def test_a_builder_killed_at_any_moment_loses_nothing(tmp_path: Path) -> None:
    result = kill_builds(3, 7, tmp_path)
    assert result.lost == ()
    assert result.killed + result.ended == 3
    assert result.left <= 5  # two generations, and the lease


def test_one_builds_at_a_time(database: Path) -> None:
    engine = Engine(database)
    with hold_lease(engine) as lease:
        lease.check()
        with pytest.raises(StorageError, match=r"another build has run for 0 s; wait for it"):
            hold_lease(engine, 0).__enter__()
    with hold_lease(engine, 0):
        pass


def test_a_lease_ends_with_its_time_and_with_its_process(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = Engine(database)
    first, second = Lease(engine), Lease(engine)
    monkeypatch.setattr("onrecord.retrieval.milvus.lease._LASTS", 0.0)
    assert first.take()
    assert second.take()
    with pytest.raises(StorageError, match="another build has taken over"):
        first.check()
    second.check()
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    third = Lease(engine)
    monkeypatch.setattr("onrecord.retrieval.milvus.lease._LASTS", 600.0)
    third._me = third._me.replace(f"/{third._me.split('/')[1]}/", f"/{ended.pid}/")
    assert third.take()
    assert first.take()
    assert not Lease(engine).take()


def test_another_format_is_refused_and_built_anew_on_demand(corpus: Path, database: Path) -> None:
    store = Archive.open(corpus, database, StubEncoder()).index
    manifest = json.dumps({"format": 99, "program": "onrecord 9.0"})
    for row in make_rows(Kind.ABOUT, About.MANIFEST, manifest):
        store.engine.put(store.generation.texts, row)
    told = "expected an index of format 2, found format 99, written by onrecord 9.0; to mend it, run: "
    with pytest.raises(StorageError, match=told):
        Archive.open(corpus, database, StubEncoder())
    mended = Archive.open(corpus, database, StubEncoder(), from_scratch=True)
    assert mended.index.ids == ("criee",)


def test_a_missing_text_is_damage(corpus: Path, database: Path) -> None:
    archive = Archive.open(corpus, database, StubEncoder())
    store = archive.index
    store.engine._client.delete(store.generation.texts, filter="key >= 0")
    with pytest.raises(StorageError, match=r"damaged \(texts of .* are missing\); to mend it, run"):
        archive.ask(ASKED)


def test_an_engine_that_is_gone_is_told_in_one_sentence(corpus: Path, database: Path) -> None:
    archive = Archive.open(corpus, database, StubEncoder())
    release(database)
    with pytest.raises(
        StorageError, match=r"^the engine that holds the index does not answer; try again"
    ):
        archive.ask(ASKED)


def test_no_engine_at_an_address_is_told(corpus: Path) -> None:
    with pytest.raises(
        StorageError, match=r"^http://127.0.0.1:1/here: no engine answers; start it, or name another$"
    ):
        Archive.open(corpus, "http://me:secret@127.0.0.1:1/here", StubEncoder())


def test_a_file_that_another_process_has_open_is_told(corpus: Path, database: Path) -> None:
    Archive.open(corpus, database, StubEncoder())
    script = "import sys; from onrecord.cli import main; sys.exit(main(sys.argv[1:]))"
    command = ["ask", ASKED, "--corpus", str(corpus), "--index", str(database)]
    done = subprocess.run(
        [sys.executable, "-c", script, *command], capture_output=True, text=True, check=False
    )
    told = "cannot be opened: another process has it open, or it is no file of Milvus Lite"
    assert (done.returncode, done.stderr) == (2, f"onrecord: {database}: {told}\n")


@pytest.mark.parametrize("status", [grpc.StatusCode.UNAUTHENTICATED, grpc.StatusCode.PERMISSION_DENIED])
def test_a_wrong_token_is_told(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, status: grpc.StatusCode
) -> None:
    """A server refuses every call as Milvus does, and notes which token it was sent."""
    sent = []

    class Refusing(grpc.GenericRpcHandler):
        def service(self, details: grpc.HandlerCallDetails) -> grpc.RpcMethodHandler:
            sent.append(dict(details.invocation_metadata).get("authorization"))
            refuse = grpc.unary_unary_rpc_method_handler
            return refuse(lambda _, context: context.abort(status, "auth check failure"))

    server = grpc.server(futures.ThreadPoolExecutor(2), handlers=[Refusing()])
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    monkeypatch.setenv("MILVUS_TOKEN", "me:wrong")
    told = f"^http://127.0.0.1:{port}: the engine refuses the token; put the right one in MILVUS_TOKEN$"
    try:
        with pytest.raises(StorageError, match=told):
            Archive.open(corpus, f"http://127.0.0.1:{port}", StubEncoder())
    finally:
        server.stop(0)
    assert sent[0] == "bWU6d3Jvbmc="  # base64 of the token


@pytest.mark.model
def test_the_command_line_builds_and_asks(
    corpus: Path, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    places = ["--corpus", str(corpus), "--index", str(database)]
    assert main(["build", *places]) == 0
    assert f"1 interviews, 4 passages in {database}" in capsys.readouterr().out
    assert main(["ask", ASKED, *places]) == 0
    assert "sept apprentis" in capsys.readouterr().out


def test_many_passages_are_found_through_a_graph(
    corpus: Path, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("halle", "ferme", "gare", "forge"):
        add(corpus, name)
    monkeypatch.setattr("onrecord.retrieval.milvus.nearest.MOST_EXACT", 10)
    archive = Archive.open(corpus, database, StubEncoder())
    nearest = read_in_service(database).nearest
    assert (nearest.kind, nearest.effort) == ("HNSW", 200)
    assert nearest.recall >= 0.99
    assert archive.ask(ASKED).hits[0].interview_id == "criee"


def test_missing_passages_are_damage(corpus: Path, database: Path) -> None:
    store = Archive.open(corpus, database, StubEncoder()).index
    store.engine._client.delete(store.generation.passages, filter="row == 1")
    with pytest.raises(
        StorageError, match=r"damaged \(expected 5 passages, found 4\); to mend it, run"
    ):
        Archive.open(corpus, database, StubEncoder())
