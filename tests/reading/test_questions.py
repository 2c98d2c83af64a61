"""The 16 invented interviews of tests/questions, read: who is said to say what, and of which page."""

import json

import pytest
from conftest import ROOT

from onrecord.reading import find_files, read_interview
from onrecord.retrieval.passage import cut_passages

HERE = ROOT / "tests" / "questions"
INTERVIEWS = {path.stem: read_interview(path) for path in find_files(HERE / "corpus")}
QUESTIONS = [json.loads(line) for line in (HERE / "questions.jsonl").read_text("utf-8").splitlines()]
ANSWERS = [(question, answer) for question in QUESTIONS for answer in question["answers"]]
# turns, questions put, title found, publication, author, date: as a person finds them on the page
EXPECTED = {
    "apiculteur-corvance": (7, 7, True, "", "", "2021-07-02"),
    "arbitre-tastevin": (20, 20, True, "Hors-jeu", "Pauline Grandjacques", "2019-11-22"),
    "bles-vessiere": (1, 0, True, "Radio Vessière, série « Paroles de plaine »", "", "2021-11-21"),
    "bus-arvezan": (7, 7, True, "Arvezan Hebdo", "Mounia Taleb", "2024-04-04"),
    "cantines-vernoy": (6, 6, True, "L’Écho des municipalités", "Solène Gautreau", "2023-03-14"),
    "cuisine-centrale-montferrin": (7, 7, True, "Tablées", "Raphaël Desnoyers", "2024-10-08"),
    "dentellieres-saint-aubrin": (14, 8, True, "Le Fil du bocage", "", "2022-09-30"),
    "eclairagiste-meissonnier": (7, 7, True, "Revue Servante", "Basile Ormond", "2023-02-17"),
    "fournil-ravoire": (7, 7, True, "Le Cahier des campagnes", "Élodie Sarrazin", "2022-02-03"),
    "juge-peines": (7, 7, True, "Les Cahiers du prétoire", "Corentin Malaval", "2022-06-27"),
    "pilote-helouan": (8, 8, True, "Le Grand Large", "Claire Pasdeloup", "2020-09-09"),
    "prison-bibliotheque": (8, 8, True, "Rayonnages", "", "2022-01-18"),
    "sage-femme-rieubel": (8, 8, True, "Vallées magazine", "Tristan Abadie", "2023-05-12"),
    "sismologue-orzenac": (
        6,
        6,
        True,
        "Le Sillon, quotidien régional",
        "Victorine Salomé",
        "2024-06-06",
    ),
    "sous-titreuse-varenque": (
        8,
        8,
        True,
        "L'Ouvroir des langues",
        "Hippolyte Sénéchal",
        "2021-05-28",
    ),
    "tregear-comics": (8, 8, True, "The Gutter Quarterly", "Felix Okonjo", "2022-09-15"),
}


@pytest.mark.parametrize("name", INTERVIEWS)
def test_an_interview_written_without_knowing_the_rules_is_read_whole(name):
    one = INTERVIEWS[name]
    date = one.date.isoformat() if one.date else ""
    found = (
        len(one.turns),
        len(one.questions),
        bool(one.title),
        one.publication,
        one.author,
        date,
    )
    assert found == EXPECTED[name]


def test_every_gold_quote_is_said_by_who_says_it():
    wrong = []
    for question, answer in ANSWERS:
        interview = INTERVIEWS[answer["interview_id"]]
        start = interview.text.index(answer["quote"])
        end = start + len(answer["quote"])
        spoken = [p for p in cut_passages(interview) if p.start < end and start < p.end]
        names = {passage.speaker for passage in spoken}
        if not names or not names <= set(question["speaker"].split(", ")):
            wrong.append((question["qid"], sorted(names)))
    assert len(ANSWERS) == 202
    assert wrong == []


@pytest.mark.parametrize("name", INTERVIEWS)
def test_no_question_is_left_without_its_answer(name):
    assert [one for one in INTERVIEWS[name].warnings if "no answer" in one] == []
