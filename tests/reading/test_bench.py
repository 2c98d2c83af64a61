"""Real interviews, where they are beside the checkout; third parties' texts: only counts are kept."""

import hashlib

import pytest
from conftest import ROOT

from onrecord.reading import read_interview
from onrecord.reading.report import measure_confidence
from onrecord.text.markup import plain

RAW = ROOT.parent / "shared" / "bench" / "raw"
pytestmark = pytest.mark.skipif(
    not RAW.is_dir(), reason="the real interviews are not here (../shared/bench/raw)"
)

# id: turns, questions, paragraphs of answers, speakers, SHA-256 (16 digits) of the questions put
EXPECTED = {
    "02_moser_archifiltre": (8, 8, 8, ["Chloé Moser"], "d45bbb4f43742c9d"),
    "06_mazzella_dataconnexions": (5, 5, 12, ["Frédéric Mazzella"], "9b82d68295fef5f4"),
    "08_bouloc_eig": (7, 7, 7, ["Léo Bouloc"], "8dd7ccb1ac7d2382"),
    "09_fropier_ia_frugale": (1, 0, 1, ["Juliette Fropier"], "e3b0c44298fc1c14"),
    "10_roziere_ia_sources": (1, 0, 1, ["Virginie Rozière"], "e3b0c44298fc1c14"),
    "11_baraud_serfaty_trottoirs": (6, 6, 19, ["Isabelle Baraud Serfaty"], "55860fc82eeecb53"),
    "13_valere_fret": (7, 7, 21, ["Xavier-Yves Valère"], "d6e95a7534590c87"),
    "15_thouary_crues": (16, 16, 20, ["Benoît Thouary"], "93b38f83854026f7"),
    "16_godelu_mayotte": (9, 9, 15, ["Nicolas Godelu"], "1e14930080c72dd8"),
}


def hash_questions(interview):
    questions = "\n".join(plain(question) for question in interview.questions)
    return hashlib.sha256(questions.encode()).hexdigest()[:16]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_real_interview_has_its_turns_questions_and_speakers(name):
    interview = read_interview(RAW / f"{name}.md")
    found = (
        len(interview.turns),
        len(interview.questions),
        sum(len(turn.paragraphs) for turn in interview.turns),
        sorted({turn.speaker.name for turn in interview.turns}),
        hash_questions(interview),
    )
    assert found == EXPECTED[name]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_no_boilerplate_of_a_real_interview_is_an_answer(name):
    interview = read_interview(RAW / f"{name}.md")
    said = " ".join(
        plain(span.of(interview.text)) for turn in interview.turns for span in turn.paragraphs
    )
    for words in (
        "Propos recueillis",
        "umap@anct",
        "voir en plein écran",
        "créateur et développeur",
        "{%",
        "Retrouver",
    ):
        assert words not in said
    assert measure_confidence(interview) > 0.4
