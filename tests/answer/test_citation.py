"""The citation of a passage, and the link to it."""

import datetime
from dataclasses import replace
from urllib.parse import unquote

import pytest

from onrecord.answer.citation import cite, link_to
from onrecord.interview import Interview
from onrecord.retrieval.passage import Passage


def passage(
    text: str = "Oui, c’est vrai.", turn: int = 1, question: int = 1, speaker: str = "Cédric O"
) -> Passage:
    return Passage(
        interview_id="o",
        start=0,
        end=len(text),
        text=text,
        turn=turn,
        question=question,
        paragraph=2,
        speaker=speaker,
        role="",
        asked="",
        cut=False,
        sentences=(),
    )


def interview(**fields: object) -> Interview:
    return Interview(**{"id": "o", "text": "", "sha256": "", "fingerprint": "", **fields})  # type: ignore[arg-type]


FULL = interview(
    publication="La Gazette", date=datetime.date(2019, 11, 28), url="https://example.org/a"
)


def test_a_citation_says_who_where_when_and_the_place() -> None:
    assert cite(FULL, passage()) == "Cédric O, La Gazette, 28 novembre 2019, question 1, § 2"
    assert cite(FULL, passage(), "en") == "Cédric O, La Gazette, 28 November 2019, question 1, § 2"


def test_what_is_unknown_is_left_out() -> None:
    assert cite(interview(), passage(speaker="", question=0)) == "o, § 2"
    assert cite(interview(title="Un titre"), passage()) == "Cédric O, Un titre, question 1, § 2"


def test_the_lead_is_cited_as_the_lead() -> None:
    lead = passage(turn=0, question=0, speaker="Maud Kerbrat")
    assert cite(FULL, lead) == "Maud Kerbrat, La Gazette, 28 novembre 2019, chapô"


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.0, "00:00"), (751.9, "12:31"), (3599.0, "59:59"), (4351.0, "01:12:31")]
)
def test_a_passage_of_a_recording_is_cited_with_its_time(seconds: float, said: str) -> None:
    timed = replace(passage(), start_time=seconds)
    assert cite(FULL, timed) == f"Cédric O, La Gazette, 28 novembre 2019, question 1, § 2, {said}"
    assert cite(FULL, timed, "en").endswith(f"§ 2, {said}")


def test_a_recording_is_linked_at_the_second() -> None:
    timed = replace(passage(), start_time=751.9)
    assert link_to(interview(id="o"), timed) == "?interview=o&t=751#t1p2"
    assert link_to(FULL, timed) == "https://example.org/a#t=751"
    away = replace(FULL, media="https://sound.example.org/a.mp3")
    assert link_to(away, timed) == "https://sound.example.org/a.mp3#t=751"
    assert link_to(replace(FULL, media="a.mp3"), timed) == "https://example.org/a#t=751"
    assert not link_to(away, passage()).startswith("https://sound.example.org/")


def test_a_short_passage_is_linked_whole() -> None:
    link = link_to(FULL, passage("C’est l’œuvre, dit-elle & lui."))
    assert link.isascii()
    assert link == "https://example.org/a#:~:text=" + link.split("text=")[1]
    assert unquote(link.split("text=")[1]) == "C’est l’œuvre, dit-elle & lui."
    assert not set("-,& ") & set(link.split("text=")[1])


def test_a_long_passage_is_linked_by_its_ends() -> None:
    words = [f"mot{number}" for number in range(40)]
    first, last = link_to(FULL, passage(" ".join(words))).split("text=")[1].split(",")
    assert (unquote(first), unquote(last)) == (" ".join(words[:6]), " ".join(words[-6:]))


def test_twelve_words_are_linked_whole_and_thirteen_by_their_ends() -> None:
    words = [f"mot{number}" for number in range(13)]
    whole, ends = (link_to(FULL, passage(" ".join(words[:n]))).split("text=")[1] for n in (12, 13))
    assert unquote(whole) == " ".join(words[:12])
    assert unquote(ends) == f"{' '.join(words[:6])},{' '.join(words[7:])}"


def test_an_address_with_a_fragment_keeps_it() -> None:
    there = replace(FULL, url="https://example.org/a#suite")
    assert link_to(there, passage("Oui.")) == "https://example.org/a#suite:~:text=Oui."
    timed = replace(passage(), start_time=3.0)
    assert link_to(there, timed) == "https://example.org/a#t=3"


def test_markup_is_not_in_the_link() -> None:
    link = link_to(FULL, passage("Un **grand** [site](https://example.org/x)."))
    assert unquote(link.split("text=")[1]) == "Un grand site."


@pytest.mark.parametrize("url", ["", "javascript:alert(1)", "ftp://example.org"])
def test_without_a_web_address_the_link_stays_here(url: str) -> None:
    assert link_to(interview(id="é & o", url=url), passage()) == "?interview=%C3%A9%20%26%20o#t1p2"
