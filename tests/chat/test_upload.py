"""A visitor's file: which are accepted, under which name, and to which archive they are added."""

import base64
import dataclasses
import errno
import io

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
from onrecord.chat.upload_events import UploadEvents, follow
from onrecord.chat.upload_view import Step, show_upload
from onrecord.error import CorpusError


def in_base64(content):
    return base64.b64encode(content).decode()


def bring(name, content, uploads=None):
    """Return uploads with a file that has arrived whole."""
    return receive(uploads or Uploads(), name, len(content), 0, in_base64(content))


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
        receive(Uploads(), "grand.txt", LARGEST + 1, 0, "")


def test_a_file_arrives_in_slices():
    content = NETS.encode()
    uploads = receive(Uploads(), "filets.txt", len(content), 0, in_base64(content[:30]))
    uploads = receive(uploads, "filets.txt", len(content), 30, in_base64(content[30:]))
    assert uploads.arriving == Arriving("filets.txt", len(content), content)


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
    uploads = receive(Uploads(), "a.txt", 6, 0, in_base64(b"ab")) if start != 3 else Uploads()
    with pytest.raises(CorpusError, match="the upload broke off"):
        receive(uploads, name, size, start, content)


def test_a_file_that_is_not_whole_is_not_read():
    with pytest.raises(CorpusError, match="the upload broke off"):
        read_offer(receive(Uploads(), "a.txt", 6, 0, "YWJj"), ())


def test_a_session_brings_a_bounded_number():
    full = Uploads(own=tuple((f"a{n}", f"a{n}.txt") for n in range(MOST_UPLOADS)))
    with pytest.raises(CorpusError, match="at most 10 uploaded interviews"):
        bring("b.txt", b"mots", full)


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
    html = show_upload(Uploads(offer=offer("<filets>.txt")), "fr", keeps=False)
    assert "Ce qui a été compris de « filets.txt »" in html
    assert "Maud Kerbrat" in html
    assert "<b>Yann Le Goff</b> Deux ramendeuses &lt; trois, &amp;" in html
    assert "confiance de la lecture : 100\u00a0%" in html
    assert "2. (line 7, question 2) Combien coûte un filet neuf ?" in html
    assert "<img" not in html
    assert "n&#39;est vu que de vous" in html
    assert "gardé sur cette machine" in show_upload(Uploads(), "fr", keeps=True)


def test_while_it_is_indexed_the_page_says_how_far():
    html = show_upload(Uploads(offer=offer()), "en", keeps=False, step=Step(32, 80))
    assert "Indexing: 32 of 80 passages…" in html
    assert 'class="report"' not in html


def accept(archives, uploads):
    """Accept the offer; return the uploads afterwards."""
    return list(UploadEvents(archives).accept(uploads, Conversation()))[-1][0]


def test_an_accepted_interview_is_of_its_session_alone(archive, corpus, tmp_path):
    archives = Archives(archive)
    files = sorted((*corpus.iterdir(), *(tmp_path / "index").rglob("*")))
    uploads = accept(archives, Uploads(archive, offer=offer()))
    assert (uploads.own, uploads.added) == ((("filets", "filets.txt"),), "filets")
    assert list(uploads.archive.interviews) == ["criee", "filets"]
    assert "Neuf mille euros" in uploads.archive.ask("Combien coûte un filet neuf ?").hits[0].text
    assert list(archives.shared.interviews) == ["criee"]
    assert sorted((*corpus.iterdir(), *(tmp_path / "index").rglob("*"))) == files


def test_an_interview_that_was_brought_is_removed_again_and_no_other(archive):
    archives = Archives(archive)
    upload_events = UploadEvents(archives)
    uploads = accept(archives, Uploads(archive, offer=offer()))
    event = dataclasses.make_dataclass("Event", ["interview"])
    kept, _ = upload_events.remove(uploads, Conversation(), event("criee"))
    assert list(kept.archive.interviews) == ["criee", "filets"]
    gone, html = upload_events.remove(uploads, Conversation(), event("filets"))
    assert (gone.own, list(gone.archive.interviews)) == ((), ["criee"])
    assert "« filets.txt » est retiré ; rien n&#39;en est gardé." in html


def test_where_the_operator_keeps_uploads_they_go_into_the_corpus_under_a_free_name(
    archive, corpus, tmp_path
):
    archives = Archives(archive, Keeping(corpus, tmp_path / "index"))
    brought = offer("criee.txt", NETS, taken=())
    uploads = accept(archives, Uploads(archive, offer=brought))
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


def test_only_so_many_sessions_have_an_archive_of_their_own(archive, monkeypatch):
    monkeypatch.setattr("onrecord.chat.archives.MOST_SESSIONS", 1)
    archives = Archives(archive)
    first = accept(archives, Uploads(archive, offer=offer()))
    second = accept(archives, Uploads(archive, offer=offer()))
    assert (second.failed, second.own) == (True, ())
    assert "trop de visiteurs" in second.told
    again = accept(archives, dataclasses.replace(first, offer=offer(taken={"filets"})))
    assert again.ids == {"filets", "filets-2"}
    del first, again
    assert accept(archives, Uploads(archive, offer=offer())).ids == {"filets"}


def test_what_cannot_be_indexed_is_not_kept(archive, corpus, tmp_path):
    archives = Archives(archive, Keeping(corpus, tmp_path / "index"))
    brought = dataclasses.replace(offer(), content=b"")
    failed = accept(archives, Uploads(archive, offer=brought))
    assert (failed.failed, failed.own) == (True, ())
    assert "le fichier est vide" in failed.told
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
        failed = accept(archives, Uploads(archive, offer=brought))
    assert (failed.failed, failed.own) == (True, ())
    assert failed.told == "filets.txt : ce fichier n'a pas pu être gardé (No space left on device)."
    assert sorted(path.name for path in corpus.iterdir()) == ["criee.txt", "criee.yaml"]


def test_a_file_that_cannot_be_removed_is_told(archive, corpus, tmp_path):
    archives = Archives(archive, Keeping(corpus, tmp_path / "index"))
    (corpus / "filets.txt").mkdir()
    uploads = Uploads(archive, own=(("filets", "filets.txt"),))
    event = dataclasses.make_dataclass("Event", ["interview"])("filets")
    failed, html = UploadEvents(archives).remove(uploads, Conversation("en"), event)
    assert (failed.failed, failed.own) == (True, uploads.own)
    assert "filets.txt: could not be removed (" in html
    assert str(tmp_path) not in html


def test_progress_of_a_call_is_followed_to_its_end():
    def call(on_progress):
        on_progress(1, 2)
        on_progress(2, 2)
        return "done"

    steps = follow(call)
    assert [next(steps), next(steps)] == [Step(1, 2), Step(2, 2)]
    with pytest.raises(StopIteration) as stopped:
        next(steps)
    assert stopped.value.value == "done"


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
