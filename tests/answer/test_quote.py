"""The quote of a passage: whole sentences that mean alone what they mean in the passage."""

from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.answer.quote import (
    choose_quote,
    choose_run,
    guard_sentences,
    leans_back,
    quote_sentences,
    restricts,
)
from onrecord.interview import Person, Turn
from onrecord.retrieval.late_interaction import Match
from onrecord.retrieval.passage import Passage
from onrecord.text.sentence import find_sentences
from onrecord.text.span import Span


def make_passage(text: str, start: int = 7) -> Passage:
    """Return a passage that begins at `start` in its interview."""
    before = "x" * start
    sentences = find_sentences(before + text, Span(start, start + len(text)))
    turn = Turn(1, 1, None, Person("Jeanne"), ())
    return Passage(
        interview_id="one",
        start=start,
        end=start + len(text),
        text=text,
        turn=turn.number,
        question=turn.question,
        paragraph=1,
        speaker=turn.speaker.name,
        role="",
        asked="",
        cut=False,
        sentences=tuple(sentences),
    )


def match_of(*scores: float) -> Match:
    """Return a match whose sentences have these scores; no scores mean an encoder without pieces."""
    known = [0.0, *scores] if scores else []
    return Match(0, 0.5, np.zeros(0, np.float32), np.asarray(known, np.float32))


def quote(text: str, *scores: float, question: str = "pourquoi ?") -> str:
    return choose_quote(make_passage(text), match_of(*scores), question).text


LONG = "Le toit laissait passer la pluie depuis longtemps."


@pytest.mark.parametrize(
    ("opening", "leans"),
    [
        ("Mais nous avons tenu.", True),
        ("« Mais nous avons tenu. »", True),
        ("**Celui-ci** a tenu.", True),
        ("Cela ne va pas.", True),
        ("Ça ne va pas.", True),
        ("C’est pourquoi nous partons.", True),
        ("C'est un bon outil.", True),
        ("En revanche, le prix monte.", True),
        ("Il part demain.", True),
        ("Ils partent demain.", True),
        ("Elle-même l'a dit.", False),
        ("Cette réforme échoue.", True),
        ("He left.", True),
        ("This is why.", True),
        ("It's a pity.", True),
        ("Il y a deux raisons.", False),
        ("Il faut partir.", False),
        ("Il n’y a rien.", False),
        ("Ce qui compte, c'est le prix.", False),
        ("Ce qu'il faut, c'est du temps.", False),
        ("Cette année, tout va bien.", False),
        ("It takes time.", False),
        ("So-called experts lie.", False),
        ("Illisible, cette loi.", False),
        ("Le prix monte.", False),
        ("Orange a vendu.", False),
        ("", False),
    ],
)
def test_a_sentence_leans_back_when_its_opening_points_at_the_one_before(opening, leans):
    assert leans_back(opening) is leans


@pytest.mark.parametrize(
    ("sentence", "restricted"),
    [
        ("Mais pas toujours.", True),
        ("Sauf si le prix double.", True),
        ("À condition que l'État paie.", True),
        ("À moins d'un miracle.", True),
        ("Non, je me trompe.", True),
        ("Ce n'est pourtant pas le cas.", True),
        ("Il ne faut cependant pas exagérer.", True),
        ("Encore faut-il le vouloir.", True),
        ("Seulement, il gêne.", True),
        ("Seulement trois restent.", False),
        ("But not always.", True),
        ("Unless it rains.", True),
        ("Except on Sundays.", True),
        ("Non ! Je me trompe.", True),
        ("Non loin de là, la mer monte.", False),
        ("No, not at all.", True),
        ("No one came.", False),
        ("Nonante kilos.", False),
        ("Notre prix monte.", False),
        ("Le maire est là depuis six ans et il est pourtant absent.", False),
        ("Nothing changed.", False),
    ],
)
def test_a_sentence_restricts_the_one_before(sentence, restricted):
    assert restricts(sentence) is restricted


@pytest.mark.parametrize(
    ("sentences", "chosen", "guarded"),
    [
        (["A.", "Mais B.", "C."], 1, (0, 1)),
        (["A.", "Elle B.", "Cela C.", "D."], 2, (0, 2)),
        (["A.", "Il B.", "Il C.", "Il D.", "Il E."], 4, (1, 4)),  # at most three are added
        (["A.", "B.", "C.", "Il D.", "Il E.", "Il F.", "Il G."], 6, (3, 6)),
        (["Il A.", "B."], 0, (0, 0)),  # it is the first sentence
        (["A.", "B.", "Mais C.", "Sauf si D.", "E."], 1, (1, 3)),
        (["Est-ce assez ?", "A.", "B."], 1, (0, 1)),
        (["A.", "Est-ce assez ?", "B."], 1, (1, 2)),
        (["Non.", "A.", "B."], 1, (0, 1)),
        (["A.", "Est-ce assez ?", "Pas du tout.", "B."], 3, (1, 3)),
        (["Non.", "A."], 0, (0, 1)),
        (["Deux raisons :", "- un ;", "- deux."], 1, (0, 1)),
        (["A.", "B.", "C."], 1, (1, 1)),
        (["**Est-ce assez ?**", "A."], 1, (0, 1)),
        (["A : « B.", "C. »", "D."], 0, (0, 1)),
        (["A : « B.", "C. »", "D."], 1, (0, 1)),
        (["A : « B.", "C. »"], 0, (0, 1)),
        (["« A.", "B.", "C. »"], 2, (0, 2)),
        (["« A.", "B.", "C.", "D.", "E."], 0, (0, 0)),  # never closed
        (["A. »", "B."], 0, (0, 0)),  # opened before the passage
    ],
)
def test_the_guard_takes_what_a_run_of_sentences_needs(sentences, chosen, guarded):
    assert guard_sentences(sentences, chosen, chosen) == guarded


def test_the_best_sentence_is_the_quote():
    assert quote(f"{LONG} Nous avons perdu quatre tonnes de lotte en un été.", 0.2, 0.8) == (
        "Nous avons perdu quatre tonnes de lotte en un été."
    )


def test_the_first_of_equals_wins():
    text = f"{LONG} Un mot tout seul ici. {LONG}"
    chosen = choose_quote(make_passage(text), match_of(0.5, 0.1, 0.5), "pourquoi ?")
    assert (chosen.text, chosen.start) == (LONG, 7)


def test_neighbours_that_match_nearly_as_well_belong_to_the_quote():
    text = "La chambre froide datait de l'autre siècle. " + LONG + " Le maire a payé les travaux."
    assert quote(text, 0.46, 0.5, 0.1) == text[: text.index(" Le maire")]
    assert quote(text, 0.1, 0.5, 0.46) == text[text.index("Le toit") :]
    assert quote(text, 0.3, 0.5, 0.3) == LONG


def test_a_few_words_take_their_better_neighbour_along():
    text = f"{LONG} Trente-deux. Nous avons recruté sept apprentis ensuite."
    assert quote(text, 0.2, 0.5, 0.1) == f"{LONG} Trente-deux."
    assert quote(text, 0.1, 0.5, 0.2) == "Trente-deux. Nous avons recruté sept apprentis ensuite."
    assert quote("Trente-deux.", 0.5) == "Trente-deux."


def test_a_question_of_number_wants_a_sentence_with_one():
    for number in (
        "Il faut 4,5 millions pour cette petite commune.",
        "Il faut quarante agents pour ce grand site.",
    ):
        text = f"{LONG} {number}"
        assert quote(text, 0.5, 0.42, question="Pourquoi le toit ?") == LONG
        for asked in ("Combien pour le toit ?", "How much for the roof?", "COMBIEN", "Quelle somme ?"):
            assert quote(text, 0.5, 0.42, question=asked) == text
            assert quote(text, 0.5, 0.48, question=asked) == number


THREE = ("La chambre froide datait de l'autre siècle.", LONG, "Le maire a payé tous les travaux.")


@pytest.mark.parametrize(
    ("scores", "first", "last"),
    [
        ((0.43, 0.5, 0.1), 0, 1),  # .86 of the best score
        ((0.42, 0.5, 0.1), 1, 1),  # .84 of the best score
        ((0.1, 0.5, 0.43), 1, 2),
        ((0.1, 0.5, 0.42), 1, 1),
        ((0.43, 0.5, 0.43), 0, 2),
    ],
)
def test_a_neighbour_belongs_to_the_quote_from_85_hundredths_of_the_best(scores, first, last):
    assert quote(" ".join(THREE), *scores) == " ".join(THREE[first : last + 1])


@pytest.mark.parametrize(
    ("score", "best"),
    [(0.39, "Il faut 4,5 millions pour cette petite commune."), (0.33, LONG)],
)
def test_a_number_counts_three_tenths_more_where_one_is_asked_for(score, best):
    text = f"{LONG} Le maire a payé tous les travaux. Il faut 4,5 millions pour cette petite commune."
    assert quote(text, 0.5, 0.0, score, question="Combien ?") == best
    assert quote(text, 0.5, 0.0, score, question="Pourquoi ?") == LONG


@pytest.mark.parametrize(("length", "alone"), [(39, False), (40, True)])
def test_a_quote_of_40_characters_needs_no_neighbour(length, alone):
    short = "Le toit de la criée fuyait" + "x" * (length - 27) + "."
    assert len(short) == length
    text = f"{short} {LONG}"
    assert quote(text, 0.5, 0.1) == (short if alone else text)


def test_the_rest_of_a_quotation_is_taken_from_three_sentences_away_at_most():
    near, far = ["« A.", "B.", "C.", "D. »"], ["« A.", "B.", "C.", "D.", "E. »"]
    assert guard_sentences([*near, "F."], 0, 0) == (0, 3)
    assert guard_sentences(["F.", *near], 4, 4) == (1, 4)
    assert guard_sentences(far, 0, 0) == (0, 0)
    assert guard_sentences(far, 4, 4) == (4, 4)
    assert guard_sentences(["« A.", "B. » « C.", "D. »", "E."], 0, 0) == (0, 2)


@pytest.mark.parametrize(
    ("sentence", "restricted"),
    [
        ("Le prix de la lotte, pourtant, monte.", True),  # the sixth word
        ("Le prix de la belle lotte, pourtant, monte.", False),  # the seventh
    ],
)
def test_a_restricting_word_counts_among_the_first_six(sentence, restricted):
    assert restricts(sentence) is restricted


@pytest.mark.parametrize(
    ("sentence", "has_number"),
    [
        ("Nous étions 32 à bord du bateau, et sans aucun moteur.", True),
        ("La salle B2 du bateau est pleine à toute heure du jour.", False),
    ],
)
def test_a_number_is_a_word_that_begins_with_a_figure(sentence, has_number):
    text = f"{LONG} Le maire a payé tous les travaux. {sentence}"
    best = sentence if has_number else LONG
    assert quote(text, 0.5, 0.0, 0.42, question="Combien ?") == best


def test_without_word_pieces_shared_words_choose():
    text = f"{LONG} Le prix du gazole inquiète toute la profession."
    assert quote(text, question="le prix du gazole ?").startswith("Le prix du gazole")


@pytest.mark.parametrize("score", [0.5, 0.01, -0.5])
def test_a_sentence_beyond_those_that_were_matched_is_never_the_best(score):
    text = f"{LONG} Le maire a payé tous les travaux. Encore une phrase assez longue pour tenir."
    assert choose_quote(make_passage(text), match_of(score), "pourquoi ?").text == LONG


PARTS = ["Le prix monte.", "Mais non !", "Il part.", "Sauf si…", "Non.", "Pourquoi ?", "Deux :", "Fin."]


@given(
    st.lists(st.sampled_from(PARTS), min_size=1, max_size=9),
    st.lists(st.floats(-1, 1, width=32), min_size=9, max_size=9),
    st.sampled_from([" ", "\n", " <b>"]),
)
def test_a_quote_is_whole_sentences_and_never_ends_before_a_restriction(parts, scores, blank):
    passage = make_passage(blank.join(parts))
    chosen = choose_quote(passage, match_of(*scores), "combien ?")
    start = chosen.start - passage.start
    assert passage.text[start : start + len(chosen.text)] == chosen.text
    assert chosen.end - chosen.start == len(chosen.text)
    starts = [one.start for one in passage.sentences]
    ends = [one.end for one in passage.sentences]
    assert chosen.start in starts
    assert chosen.end in ends
    following = ends.index(chosen.end) + 1
    if following < len(passage.sentences):
        after = passage.sentences[following]
        assert not restricts(passage.text[after.start - 7 : after.end - 7])


def test_of_two_neighbours_alike_a_few_words_take_the_one_after():
    text = f"{LONG} Trente-deux. Nous avons recruté sept apprentis ensuite."
    assert quote(text, 0.2, 0.5, 0.2) == "Trente-deux. Nous avons recruté sept apprentis ensuite."


def test_without_word_pieces_nor_words_to_share_the_first_two_sentences_are_the_quote():
    text = f"{LONG} Le prix du gazole inquiète toute la profession."
    assert quote(text, question="Et ?") == text, "all match alike"
    assert quote(f"{text} {LONG}", question="Et ?") == text


def place_sentences(*sizes: int) -> list[Span]:
    """Return where sentences of these sizes stand, one space between two."""
    ends = [number + end for number, end in enumerate(accumulate(sizes))]
    return [Span(end - size, end) for size, end in zip(sizes, ends, strict=True)]


@pytest.mark.parametrize(
    ("shares", "run"),
    [
        ([[0.1, 0.8, 0.1], [0.1, 0.8, 0.1], [0.1, 0.8, 0.1]], (1, 1)),
        ([[0.5, 0.4, 0.1], [0.9, 0.1, 0.0], [0.1, 0.8, 0.1]], (0, 1)),
        ([[0.1, 0.1, 0.8], [0.0, 0.1, 0.9], [0.9, 0.1, 0.0]], (1, 1)),  # none ends before it begins
        ([[0.2] * 5, [0.96, 0.01, 0.01, 0.01, 0.01], [0.01, 0.01, 0.01, 0.01, 0.96]], (0, 4)),
        ([[0.1] * 8, [1.0] + [0.0] * 7, [0.0] * 5 + [0.1, 0.0, 0.9]], (0, 5)),  # six at the most
    ],
)
def test_the_run_is_where_the_answer_is_held_begins_and_ends(
    shares: list[list[float]], run: tuple[int, int]
) -> None:
    assert choose_run(np.asarray(shares, np.float32), place_sentences(*[50] * 8)) == run


def test_what_may_be_missing_counts_more_than_what_may_be_too_much() -> None:
    """The answer ends with the first sentence or, less likely, with the second: .6 against .4."""
    shares = np.asarray([[0.9, 0.1], [1.0, 0.0], [0.6, 0.4]], np.float32)
    assert choose_run(shares, place_sentences(50, 50)) == (0, 1)
    assert choose_run(shares, place_sentences(50, 1000)) == (0, 0), "much too much"


def test_a_run_begins_with_the_passage_where_the_answer_does() -> None:
    shares = np.asarray([[0.3, 0.6, 0.1], [0.1, 0.8, 0.1], [0.1, 0.8, 0.1]], np.float32)
    sentences = place_sentences(50, 50, 50)
    assert choose_run(shares, sentences) == (1, 1)
    assert choose_run(shares, sentences, begins=True) == (0, 1)


def test_a_run_is_quoted_with_what_it_leans_on() -> None:
    passage = make_passage("Le vent tombe. Celui-ci rentre. Le quai est long.")
    assert quote_sentences(passage, 1, 1).text == "Le vent tombe. Celui-ci rentre."
    last = quote_sentences(passage, 2, 2)
    assert (last.text, last.start, last.end) == ("Le quai est long.", 39, 56)
