"""A visitor's file: which are accepted, under which name, and to which archive they are added."""

import base64
import dataclasses
import errno
import io
import types

import pytest
from chat_samples import INTERVIEW as SAMPLE
from chat_samples import NETS, make_hit
from conftest import INTERVIEW, StubEncoder

from onrecord.answer.answer import Answer, Fact, Verdict
from onrecord.archive import Archive
from onrecord.chat.archives import Archives, Keeping
from onrecord.chat.filters import Filters
from onrecord.chat.session import Conversation, Exchange, settle
from onrecord.chat.upload import (
    LARGEST,
    MOST_PASSAGES,
    MOST_UPLOADS,
    Arriving,
    Uploads,
    clean_name,
    read_offer,
    receive,
)
from onrecord.chat.upload_events import UploadEvents
from onrecord.chat.upload_view import Step, show_upload
from onrecord.error import CorpusError


def in_base64(content):
    return base64.b64encode(content).decode()


def bring(name, content):
    """Return a file that has arrived whole."""
    return receive(None, name, len(content), 0, in_base64(content))


SLICE = types.SimpleNamespace(name="a.txt", size=6, start=0, content="YWJj")


def offer(name="filets.txt", text=NETS, taken=()):
    return read_offer(bring(name, text.encode()), taken)


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Entretien d'Ève.TXT", "Entretien d-Ève.txt"),
        ("../../etc/passwd.md", "passwd.md"),
        ("C:\\Users\\eve\\à lire.pdf", "à lire.pdf"),
        ("e\u0301te\u0301.txt", "été.txt"),
        ("\u202egpj.exe.html", "gpj.exe.html"),
        ("...txt", "interview.txt"),
        ("README.md", "README-2.md"),
        ("nul\0l.srt", "nul-l.srt"),
        ("x" * 300 + ".vtt", "x" * 60 + ".vtt"),
    ],
)
def test_a_name_is_made_safe(name, safe):
    assert clean_name(name, ()) == safe


def test_a_name_that_is_taken_gets_a_number():
    assert clean_name("filets.txt", ()) == "filets.txt"
    assert clean_name("Filets.txt", {"filets"}) == "Filets-2.txt"
    assert clean_name("filets.md", {"filets", "FILETS-2"}) == "filets-3.md"


@pytest.mark.parametrize("name", ["a.exe", "a.doc", "a", "a.yaml", ".txt.zip", ""])
def test_only_what_the_reading_room_reads_is_taken(name):
    with pytest.raises(CorpusError, match=r"expected a file of one of these kinds: \.txt, \.md"):
        bring(name, b"mots")


def test_a_file_that_is_too_large_is_refused_before_it_is_sent():
    with pytest.raises(CorpusError, match=r"grand\.txt: expected at most 5 MB, found more"):
        receive(None, "grand.txt", LARGEST + 1, 0, "")


def test_a_file_arrives_in_slices():
    content = NETS.encode()
    first = receive(None, "filets.txt", len(content), 0, in_base64(content[:30]))
    whole = receive(first, "filets.txt", len(content), 30, in_base64(content[30:]))
    assert whole == Arriving("filets.txt", len(content), content)
    assert receive(whole, "b.txt", 3, 0, "YWJj") == Arriving("b.txt", 3, b"abc")


@pytest.mark.parametrize(
    ("name", "size", "start", "content"),
    [
        ("a.txt", 6, 3, "YWJj"),  # no slice came before
        ("b.txt", 6, 2, "YWJj"),
        ("a.txt", 7, 2, "YWJj"),
        ("a.txt", 6, 1, "YWJj"),
        ("a.txt", 6, 2, "no base64!"),
        ("a.txt", 6, 2, in_base64(b"abcde")),  # more bytes than the size
        ("a.txt", 6, -1, "YWJj"),
    ],
)
def test_slices_that_do_not_fit_are_refused(name, size, start, content):
    arriving = receive(None, "a.txt", 6, 0, in_base64(b"ab")) if start != 3 else None
    with pytest.raises(CorpusError, match="the upload broke off"):
        receive(arriving, name, size, start, content)


def test_a_file_that_is_not_whole_is_not_read():
    with pytest.raises(CorpusError, match="the upload broke off"):
        read_offer(receive(None, "a.txt", 6, 0, "YWJj"), ())
    with pytest.raises(CorpusError, match="the upload broke off"):
        read_offer(None, ())


def test_a_session_brings_a_bounded_number(archive):
    full = Uploads(own=tuple((f"a{n}", f"a{n}.txt") for n in range(MOST_UPLOADS)))
    refused = UploadEvents(Archives(archive)).receive(full, Conversation("en"), SLICE)
    assert refused.receipt == {"refused": True}
    assert refused.uploads.told.startswith("expected at most 10 uploaded interviews")


def test_a_file_without_an_answer_is_refused():
    with pytest.raises(CorpusError, match=r"vide.txt: found no answer in it"):
        offer("vide.txt", "Rien que ce titre\n")


def test_an_interview_of_too_many_passages_is_refused():
    turns = "".join(
        f"**Question numéro {n}, que dites-vous ?**\n\nYann Le Goff : Voici ma réponse, la {n}e, "
        "qui compte bien soixante signes au moins.\n\n"
        for n in range(MOST_PASSAGES + 1)
    )
    with pytest.raises(CorpusError, match=f"at most 400 passages, found {MOST_PASSAGES + 1}"):
        offer("long.md", turns)


def test_the_report_tells_what_was_understood_and_escapes_it():
    html = show_upload(Uploads(), offer("<filets>.txt"), "fr", keeps=False)
    assert "Ce qui a été compris de « filets.txt »" in html
    assert "Maud Kerbrat" in html
    assert "<b>Yann Le Goff</b> Deux ramendeuses &lt; trois, &amp;" in html
    assert "confiance de la lecture\u202f: 97\u00a0%" in html
    assert "2. (line 7, question 2) Combien coûte un filet neuf ?" in html
    assert "<img" not in html
    assert "n’est vu que de vous" in html
    assert "gardé sur cette machine" in show_upload(Uploads(), None, "fr", keeps=True)


def test_while_it_is_indexed_the_page_says_how_far():
    html = show_upload(Uploads(), offer(), "en", keeps=False, step=Step(32, 80))
    assert "Indexing: 32 of 80 passages…" in html
    assert 'class="report"' not in html


def accept(archives, brought, uploads=None):
    """Accept an offer; return the uploads afterwards."""
    kept = archives.offers.keep(brought, 1)
    uploads = dataclasses.replace(uploads or Uploads(), offer=kept)
    return list(UploadEvents(archives).accept(uploads, Conversation()))[-1][0]


def test_an_accepted_interview_is_of_its_session_alone(archive, corpus, tmp_path):
    archives = Archives(archive)
    files = sorted((*corpus.iterdir(), *(tmp_path / "index").rglob("*")))
    uploads = accept(archives, offer())
    assert (uploads.own, uploads.added) == ((("filets", "filets.txt"),), "filets")
    own = archives.archive_of(uploads)
    assert list(own.interviews) == ["criee", "filets"]
    assert "Neuf mille euros" in own.ask("Combien coûte un filet neuf ?").hits[0].text
    assert list(archives.shared.interviews) == ["criee"]
    assert sorted((*corpus.iterdir(), *(tmp_path / "index").rglob("*"))) == files


def test_an_interview_that_was_brought_is_removed_again_and_no_other(archive):
    archives = Archives(archive)
    upload_events = UploadEvents(archives)
    uploads = accept(archives, offer())
    event = dataclasses.make_dataclass("Event", ["interview"])
    kept, _ = upload_events.remove(uploads, Conversation(), event("criee"))
    assert list(archives.archive_of(kept).interviews) == ["criee", "filets"]
    gone, html = upload_events.remove(uploads, Conversation(), event("filets"))
    assert (gone.own, list(archives.archive_of(gone).interviews)) == ((), ["criee"])
    assert "« filets.txt » est retiré ; rien n’en est gardé." in html


def test_where_the_operator_keeps_uploads_they_go_into_the_corpus_under_a_free_name(
    archive, corpus, tmp_path
):
    archives = Archives(archive, Keeping(corpus, tmp_path / "index"))
    brought = offer("criee.txt", NETS, taken=())
    uploads = accept(archives, brought)
    assert uploads.own == (("criee-2", "criee-2.txt"),)
    assert (corpus / "criee-2.txt").read_text("utf-8") == NETS
    assert (corpus / "criee.txt").read_text("utf-8") == INTERVIEW
    assert list(archives.shared.interviews) == ["criee", "criee-2"]
    assert list(Archive.open(corpus, tmp_path / "index", StubEncoder()).interviews) == [
        "criee",
        "criee-2",
    ]
    event = dataclasses.make_dataclass("Event", ["interview"])("criee-2")
    UploadEvents(archives).remove(uploads, Conversation(), event)
    assert not (corpus / "criee-2.txt").exists()
    assert list(archives.shared.interviews) == ["criee"]


def test_the_archive_used_longest_ago_makes_room_for_a_new_one(archive, monkeypatch):
    monkeypatch.setattr("onrecord.chat.archives._PRIVATE", (4_000_000, 3600))  # room for two
    archives = Archives(archive)
    first, second = accept(archives, offer()), accept(archives, offer())
    assert list(archives.archive_of(first).interviews) == ["criee", "filets"]  # used again
    third = accept(archives, offer())
    held = [list(archives.archive_of(one).interviews) for one in (first, second, third)]
    assert held == [["criee", "filets"], ["criee"], ["criee", "filets"]]
    assert archives.recall(second) == dataclasses.replace(second, archive=None, own=(), added="")
    assert accept(archives, offer(), second).ids == {"filets"}


def test_a_file_that_was_forgotten_is_told(archive):
    archives = Archives(archive)
    uploads = UploadEvents(archives).receive(Uploads(), Conversation("en"), SLICE).uploads
    archives.arriving.drop(uploads.arriving)
    rest = types.SimpleNamespace(name="a.txt", size=6, start=3, content="YWJj")
    broken = UploadEvents(archives).receive(uploads, Conversation("en"), rest)
    assert broken.uploads.told == "the upload broke off; choose the file again"
    kept = archives.offers.keep(offer(), 1)
    archives.offers.drop(kept)
    (told,) = UploadEvents(archives).accept(Uploads(offer=kept), Conversation("en"))
    assert told.uploads.told == "the file was forgotten after a while; choose it again"


def test_half_sent_files_are_bounded_together(archive, monkeypatch):
    monkeypatch.setattr("onrecord.chat.archives._ARRIVING", (9, 120))
    archives = Archives(archive)
    events = UploadEvents(archives)
    begun = [events.receive(Uploads(), Conversation(), SLICE).uploads for _ in range(9)]
    assert archives.arriving.weight == 9
    assert [one.arriving.value is not None for one in begun] == [False] * 6 + [True] * 3


def test_what_cannot_be_indexed_is_not_kept(archive, corpus, tmp_path):
    archives = Archives(archive, Keeping(corpus, tmp_path / "index"))
    brought = dataclasses.replace(offer(), content=b"")
    failed = accept(archives, brought)
    assert (failed.failed, failed.own) == (True, ())
    assert failed.told.startswith("filets.txt : n’a pas pu être ajouté")
    assert str(tmp_path) not in failed.told
    assert sorted(path.name for path in corpus.iterdir()) == ["criee.txt", "criee.yaml"]


def test_what_is_wrong_with_the_operators_files_is_not_told_to_a_visitor(
    archive, corpus, tmp_path, caplog
):
    archives = Archives(archive, Keeping(corpus, tmp_path / "index"))
    for damaged in (tmp_path / "index").rglob("*.json*"):
        damaged.write_text("{", "utf-8")
    failed = accept(archives, offer())
    assert failed.told.startswith("filets.txt : n’a pas pu être ajouté aux entretiens")
    assert str(tmp_path / "index") in caplog.text
    assert sorted(path.name for path in corpus.iterdir()) == ["criee.txt", "criee.yaml"]


def test_a_file_that_cannot_be_written_whole_is_not_in_the_corpus(
    archive, corpus, tmp_path, monkeypatch
):
    class Full(io.BytesIO):
        def write(self, content):
            raise OSError(errno.ENOSPC, "No space left on device")

    def open_full(path, mode):
        path.touch()
        return Full()

    archives = Archives(archive, Keeping(corpus, tmp_path / "index"))
    brought = offer()
    with monkeypatch.context() as patch:
        patch.setattr("pathlib.Path.open", open_full)
        failed = accept(archives, brought)
    assert (failed.failed, failed.own) == (True, ())
    assert failed.told == "filets.txt : ce fichier n’a pas pu être gardé (No space left on device)."
    assert sorted(path.name for path in corpus.iterdir()) == ["criee.txt", "criee.yaml"]


def test_a_file_that_cannot_be_removed_is_told(archive, corpus, tmp_path):
    archives = Archives(archive, Keeping(corpus, tmp_path / "index"))
    (corpus / "filets.txt").mkdir()
    uploads = Uploads(own=(("filets", "filets.txt"),))
    event = dataclasses.make_dataclass("Event", ["interview"])("filets")
    failed, html = UploadEvents(archives).remove(uploads, Conversation("en"), event)
    assert (failed.failed, failed.own) == (True, uploads.own)
    assert "filets.txt: could not be removed (" in html
    assert str(tmp_path) not in html


def test_an_answer_that_cites_a_removed_interview_is_taken_out():
    hit = make_hit("Il a plu.", "Il a plu.", 1)
    cited = Exchange("Pourquoi ?", Answer("Pourquoi ?", Verdict.FOUND, hits=(hit,)))
    told = Exchange("Qui ?", Answer("Qui ?", Verdict.FOUND, facts=(Fact("people", "Ève", "autre"),)))
    here = {"criee": SAMPLE}
    settled = settle(here, Conversation(exchanges=(cited, told)))
    assert settled.exchanges[0] == cited
    assert settled.exchanges[1].answer is None
    assert settled.exchanges[1].error == "La réponse citait un entretien qui a été retiré."
    assert settled.questions == ("Pourquoi ?",)


def test_filters_that_name_nobody_any_more_are_dropped():
    here = {"criee": SAMPLE}
    kept = Conversation(filters=Filters(publication="Le Phare"))
    assert settle(here, kept) == kept
    assert settle(here, Conversation(filters=Filters(speaker="Yann Le Goff"))).filters == Filters()
