"""What a page announces and does not give: told only where a part is missing, and how much of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from asking import make_archive, openings, told

from onrecord.answer.answer import Verdict
from onrecord.archive import Archive

LEAD = "« La taxe carbone sera supprimée en mars », annonce le maire."
ANSWERS = (
    *("Le vent tombe et je dors.", "La nuit, je veille.", "Le quai est en pierre."),
    *("On y chante le soir.", "L'hiver, je tricote.", "La lotte se vend mal.", "La grue rouille."),
    *("Le phare tourne.", "Les filets sèchent dehors.", "Les voiles sont neuves.", "Le maire dort."),
)
ASKED = "La taxe carbone ?"
SIDE = "interviewees: [{name: Paul Riou, role: pêcheur}]\n"


def ask_of(folder: Path, end: str, **others: str) -> Archive:
    """Return an archive of an interview that ends so, and of others."""
    talk = "\n\n".join(f"**Et cela, numéro {n} ?**\n\n{said}" for n, said in enumerate(ANSWERS))
    text = f"Par Maud Kerbrat\n\n{LEAD}\n\n{talk}\n\n{end}\n"
    return make_archive(folder, {"one.md": text, "one.yaml": SIDE, **others})


@pytest.mark.parametrize(
    ("end", "told_of_it"),
    [
        (
            "Il vous reste 60 % de l'article à lire.",
            "La réponse est peut-être dans la partie non fournie (60\u00a0%).",
        ),
        (
            "La suite est réservée aux abonnés.",
            "La réponse est peut-être dans la partie qui n’a pas été fournie.",
        ),
    ],
)
def test_a_lead_that_announces_it_is_told_with_the_share_that_is_missing(
    tmp_path: Path, end: str, told_of_it: str
) -> None:
    answer = ask_of(tmp_path, end).ask(ASKED, k=2)
    assert (answer.verdict, answer.hits, answer.notes[0]) == (Verdict.MAYBE_UNREAD, (), told_of_it)
    assert (told(answer)[0].rank, told(answer)[0].turn) == (1, 0)
    assert told(answer)[0].text == LEAD
    assert len(told(answer)) == 2


def test_the_lead_of_a_whole_interview_announces_nothing(tmp_path: Path) -> None:
    answer = ask_of(tmp_path, "**Et encore ?**\n\nJe reste.").ask(ASKED, k=2)
    assert answer.verdict is Verdict.NOT_SAID
    assert all(hit.turn for hit in told(answer))


def test_the_lead_of_an_interview_that_is_not_asked_announces_nothing(tmp_path: Path) -> None:
    other = (
        "Par Ida Roc\n\n**Et le chat ?**\n\nLe chat dort.\n\nIl vous reste 20 % de l'article à lire.\n"
    )
    archive = ask_of(tmp_path, "La suite est réservée aux abonnés.", **{"chat.md": other})
    assert archive.ask(ASKED).verdict is Verdict.MAYBE_UNREAD
    assert archive.ask(ASKED, interview="chat").verdict is Verdict.NOT_SAID
    assert openings(archive.ask(ASKED, interview="chat")) == ["Le chat"]


def test_the_quote_stands_in_bold_between_what_surrounds_it(tmp_path: Path) -> None:
    before, said = (
        "Le quai est en pierre de taille, voilà tout.",
        "Le homard bleu coûte trente euros ici, hélas.",
    )
    text = f"**Et alors ?**\n\n{before} {said} Nul ne se plaint du vent ni de la pluie."
    archive = make_archive(tmp_path, {"one.md": text, "one.yaml": SIDE})
    shown = str(archive.ask("Le homard bleu coûte trente euros ?", k=1))
    assert f"> {before} **{said}** Nul ne se plaint du vent ni de la pluie." in shown


def test_a_message_in_two_languages_is_answered_in_the_first(tmp_path: Path) -> None:
    archive = ask_of(tmp_path, "**Et encore ?**\n\nJe reste.")
    for message, language in (
        ("Quel est le prix de la lotte ? What is the price of the lotte?", "fr"),
        ("What is the price of the lotte? Quel est le prix de la lotte ?", "en"),
    ):
        answer = archive.ask(message)
        assert len(answer.parts) == 2
        assert answer.language == language
