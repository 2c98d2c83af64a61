"""A visitor's corrections: what a form says, what is refused, how many there may be, what is undone."""

import dataclasses
import types
from urllib.parse import urlencode

import pytest
import yaml
from chat_samples import NETS

from onrecord.chat.archives import Archives, Keeping
from onrecord.chat.correct import MOST_STEPS, correct_offer, undo_correction
from onrecord.chat.session import Conversation
from onrecord.chat.upload import LONGEST_SIDE, Uploads, read_file
from onrecord.chat.upload_events import UploadEvents
from onrecord.chat.upload_view import show_upload
from onrecord.error import CorpusError

TALK = (
    "S00: Depuis quand ?\n\nS01: Depuis 2011, avec ma sœur.\n\nS02: Où ?\n\n"
    "S01: À Vif.\n\nS00: Et l'hiver ?\n\nS03: Nous restons.\n"
)


@pytest.fixture(scope="module")
def offer():
    return read_file("vif.txt", TALK.encode(), "")


def correct(offer, act="voices", block="", **fields):
    form = urlencode({name.replace("_", "-"): value for name, value in fields.items()})
    return correct_offer(offer, form, act, block)


def speakers(offer):
    return [turn.speaker.name for turn in offer.interview.turns]


def test_a_form_names_a_voice_and_the_change_is_undone(offer):
    named = correct(offer, name_1="  Estelle\n Ravoux\u202e ")
    assert speakers(named) == ["Estelle Ravoux", "Estelle Ravoux", "S03"]
    assert (named.steps, named.before) == (("",), offer.interview)
    assert named.before.text is named.interview.text
    joined = correct(named, same_3="1")
    assert speakers(joined) == ["Estelle Ravoux"] * 3
    assert undo_correction(undo_correction(joined)).interview == offer.interview
    assert undo_correction(offer) is offer


def test_joined_voices_take_the_name_that_was_typed_beside(offer):
    joined = correct(offer, name_0="Inès Carlier", same_2="0", same_3="1", name_1="Ida Roc")
    assert speakers(joined) == ["Ida Roc"] * 3
    assert joined.interview.author == "Inès Carlier"
    assert [voice.name for voice in joined.review.voices] == [
        "Inès Carlier",
        "Ida Roc",
        "Inès Carlier",
        "Ida Roc",
    ]


def test_a_block_is_left_out_where_it_begins(offer):
    start = TALK.index("S01: À Vif")
    without = correct(offer, "leave_out", str(start))
    assert speakers(without) == ["S01", "S03"]
    assert yaml.safe_load(without.side) == {"leave_out": [{"begins": "S01: À Vif.", "line": 7}]}


@pytest.mark.parametrize(
    ("act", "block", "fields"),
    [
        ("leave_out", "3", {}),
        ("leave_out", "", {}),
        ("leave_out", "9" * 12, {}),
        ("speakers", "0", {}),
        ("voices", "", {"side_0": "host"}),
        ("voices", "", {"same_0": "9"}),
        ("voices", "", {"same_0": "1", "same_1": "0"}),
        ("voices", "", {f"x{n}": "" for n in range(401)}),
    ],
)
def test_a_correction_that_does_not_fit_is_told(offer, act, block, fields):
    with pytest.raises(CorpusError, match=r"vif.txt: expected a label or a passage of the file"):
        correct(offer, act, block, **fields)


def test_corrections_are_bounded(offer):
    full = dataclasses.replace(offer, steps=("",) * MOST_STEPS)
    with pytest.raises(CorpusError, match=f"at most {MOST_STEPS} corrections"):
        correct(full, name_1="Ida Roc")
    long = dataclasses.replace(offer, side=f"title: {'a' * LONGEST_SIDE}\n")
    with pytest.raises(CorpusError, match=f"at most {LONGEST_SIDE:,} characters"):
        correct(long, name_1="Ida Roc")
    assert speakers(correct(offer, name_1="x" * 1000))[0] == "x" * 80


def test_what_a_visitor_writes_is_text_and_nothing_else(offer):
    written = "!!python:os.system {{ 7 * 7 }} <script>"
    named = correct(offer, name_1=written)
    assert speakers(named)[0] == written
    html = show_upload(Uploads(), named, "en", keeps=False)
    assert "<script>" not in html
    assert "49" not in html
    assert "S01 → !!python:os.system {{ 7 * 7 }} &lt;script&gt;" in html


def test_a_file_without_labels_lets_its_speaker_be_named():
    unnamed = read_file("a.md", b"# Vif\n\n**Qui ?**\n\nMoi.\n\n**Et toi ?**\n\nMoi aussi.\n", "")
    assert speakers(correct(unnamed, person_0="Ida Roc")) == ["Ida Roc"] * 2


def test_a_report_says_that_nothing_changes_and_keeps_nothing_to_undo(offer):
    same = correct(offer)
    assert (same.side, same.steps) == ("", ())
    html = show_upload(Uploads(), same, "fr", keeps=False)
    assert "Rien ne change." in html
    assert 'data-upload="undo"' not in html


def test_a_correction_that_fails_leaves_the_report_as_it_was(archive, offer):
    archives = Archives(archive)
    events = UploadEvents(archives)
    uploads = Uploads(offer=archives.offers.keep(offer, 1))
    sent = types.SimpleNamespace(form="", act="leave_out", block="1")
    kept, html = events.correct(uploads, Conversation("fr"), sent)
    assert archives.offers.take(kept.offer) is offer
    assert (
        "vif.txt\u202f: cette correction ne va à aucune étiquette ni à aucun passage du fichier."
        in html
    )
    assert 'class="report"' in html
    archives.offers.drop(uploads.offer)
    gone, _ = events.correct(uploads, Conversation("en"), sent)
    assert gone.told == "the file was forgotten after a while; choose it again"


def test_what_was_put_right_is_kept_beside_the_file_and_removed_with_it(archive, corpus, tmp_path):
    archives = Archives(archive, Keeping(corpus, tmp_path / "index"))
    events = UploadEvents(archives)
    named = correct(read_file("vif.txt", NETS.encode(), ""), name_0="Yann Le Bris")
    uploads = Uploads(offer=archives.offers.keep(named, 1))
    added = list(events.accept(uploads, Conversation()))[-1].uploads
    assert (corpus / "vif.yaml").read_text("utf-8") == named.side
    assert {one.name for one in archives.shared.interviews["vif"].speakers} == {"Yann Le Bris"}
    events.remove(added, Conversation(), types.SimpleNamespace(interview="vif"))
    assert sorted(path.name for path in corpus.iterdir()) == ["criee.txt", "criee.yaml"]
