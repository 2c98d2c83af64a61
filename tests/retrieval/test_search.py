"""What orders the candidates: the passage whole, its best sentence, the words; the share of each.

Each share is held from both sides: without it the order is another, and with far more of it too.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from asking import make_archive, openings, told
from conftest import PiecelessEncoder, StubEncoder

from onrecord.archive import Archive
from onrecord.retrieval.search import Searcher

SIDE = "interviewees: [{name: Rose Riou, role: marin}]\n"


def answering(folder: Path, *paragraphs: str, encoder: StubEncoder | None = None) -> Archive:
    """Return an archive of one interview whose one answer has these paragraphs."""
    text = "**Et alors ?**\n\n" + "\n\n".join(paragraphs) + "\n"
    return make_archive(folder, {"one.md": text, "one.yaml": SIDE}, encoder)


def test_words_that_stand_in_one_sentence_come_before_the_same_in_several(tmp_path: Path) -> None:
    archive = answering(
        tmp_path,
        "Le gazole manque. Le gazole fuit, le gazole pue. Un chalutier attend, un vieux chalutier.",
        "Notre gazole cloue ce chalutier. Nous attendons le printemps avec patience, au bistrot, ici.",
    )
    assert openings(archive.ask("gazole chalutier")) == ["Notre gazole", "Le gazole"]


def test_a_passage_that_holds_every_word_comes_before_a_sentence_that_nearly_does(
    tmp_path: Path,
) -> None:
    archive = answering(
        tmp_path,
        "Gazole, chalutiers, glaces et merlus, voilà ce qui nous inquiète avant tout le reste, ici.",
        "Le gazole manque. Un chalutier attend. La glace fond partout en rade. Le merlu se cache bien.",
    )
    asked = "gazole chalutier glace merlu"
    assert openings(archive.ask(asked)) == ["Le gazole", "Gazole, chalutiers,"]


def test_of_passages_that_match_alike_the_one_that_says_the_word_most_comes_first(
    tmp_path: Path,
) -> None:
    archive = answering(
        tmp_path,
        "Le gazole manque, dit un ancien pilote du remorqueur de Brest, qui garde ses distances ici.",
        "Le gazole, encore le gazole, toujours le gazole par ici, et nous voilà au port sans regrets.",
    )
    assert openings(archive.ask("gazole"), 3) == ["Le gazole, encore", "Le gazole manque,"]


def test_a_passage_that_matches_better_comes_before_one_that_repeats_the_stem(tmp_path: Path) -> None:
    archive = answering(
        tmp_path,
        "Des gazoles, encore des gazoles, toujours ces gazoles ici, et nous voilà avec ces gazoles.",
        "Le gazole manque, dit un ancien pilote du remorqueur de Brest, qui garde ses distances ici.",
    )
    assert openings(archive.ask("gazole")) == ["Le gazole", "Des gazoles,"]


def test_passages_that_match_alike_are_told_in_the_order_of_the_text(tmp_path: Path) -> None:
    archive = answering(
        tmp_path,
        "La bouée rouge danse au large, un goéland guette, la brume tombe, le phare tourne.",
        "Un goéland rouge guette au large, le phare danse, la bouée tombe, la brume tourne.",
        "Le phare rouge tombe au large, la brume guette, un goéland tourne, la bouée danse.",
        "La brume rouge tourne au large, la bouée guette, le phare danse, un goéland tombe.",
    )
    order = ["La bouée", "Un goéland", "Le phare", "La brume"]
    assert openings(archive.ask("bouée au large", k=4)) == order


@pytest.mark.parametrize(
    ("question", "first"),
    [("mouettes silence", "Silencieuse mouetterie,"), ("mouettes et pilote", "Je vois")],
)
def test_without_word_pieces_meaning_and_words_count_alike(
    tmp_path: Path, question: str, first: str
) -> None:
    """Letters stand for meaning here: the first is nearest by letters, the second by words."""
    archive = answering(
        tmp_path,
        "Silencieuse mouetterie, silencieux mouettons, silences des mouettines : "
        "silencieuses mouetteries.",
        "Je vois des mouettes et du silence, mais aussi un port, trois grues, un quai, "
        "des gens qui passent là.",
        "Un chalutier rentre du large chaque matin avec la lotte, le bar et le merlu pour la criée.",
        encoder=PiecelessEncoder(),
    )
    order = openings(archive.ask(question))
    assert order[0] == first
    assert order[-1] == "Un chalutier"


def test_a_sentence_that_says_it_comes_before_an_answer_to_a_question_that_did(tmp_path: Path) -> None:
    text = (
        "**Et le gazole, ce gazole du chalutier, d'un chalutier si cher ?**\n\n"
        "Nous attendons le printemps avec patience, au bistrot, et les enfants aussi.\n\n"
        "**Et demain, que faire ?**\n\n"
        "Le gazole du chalutier à quai ne se paie pas avec des mots, mais des sous.\n"
    )
    archive = make_archive(tmp_path, {"one.md": text, "one.yaml": SIDE})
    assert openings(archive.ask("gazole chalutier")) == ["Le gazole", "Nous attendons"]


def test_what_one_search_alone_finds_is_a_candidate(tmp_path: Path) -> None:
    """Each search gives 100 at most; by letters the sterne's passage is the last of 130."""
    said = [
        f"Le quai numéro {n} dort sous la brume, et nul homme n'y passe avant {n} heures."
        for n in range(130)
    ]
    said[127] = (
        "Zut ! Zig-zag, kiwi, whisky, jazz : « sterne » fut jugé trop flou, puis biffé, hop, ouf."
    )
    archive = answering(tmp_path, *said, encoder=PiecelessEncoder())
    asked = "Nul homme ne passe sous la brume du quai numéro 7, sinon la sterne ?"
    found = [hit.paragraph for hit in told(archive.ask(asked, k=200))]
    assert 128 in found
    assert 100 < len(found) <= 130
    assert found[0] == 8


def test_candidates_come_best_first_and_those_alike_in_the_order_of_the_text(tmp_path: Path) -> None:
    said = [
        f"Le quai {n % 5} dort sous la brume, et nul n'y passe avant {n} heures." for n in range(12)
    ]
    archive = answering(tmp_path, *said)
    searcher = Searcher(archive.index, archive.encoder)
    allowed = archive.index.allow(archive.interviews)
    for question in ("le quai 3", "sous la brume", "passe avant 7 heures", "gazole"):
        found = [(-one.order, one.row) for one in searcher.search(question, allowed).candidates]
        assert found == sorted(found)
        assert len(found) > 1


@pytest.mark.parametrize("encoder", [StubEncoder(), PiecelessEncoder()])
def test_the_order_is_its_formula_written_out(tmp_path: Path, encoder: StubEncoder) -> None:
    archive = answering(
        tmp_path,
        "Le gazole manque. Un vieux chalutier attend au port, sous la pluie et la brume.",
        "Notre gazole cloue ce chalutier ici. Nous attendons le printemps avec patience.",
        "La brume tombe sur le port, et le phare tourne sans que nul ne le voie, hélas.",
        encoder=encoder,
    )
    searcher = Searcher(archive.index, archive.encoder)
    result = searcher.search("le gazole du chalutier", archive.index.allow(archive.interviews))
    near = [one.similarity for one in result.candidates]
    assert len(near) == 3
    for one in result.candidates:
        if encoder.piece_dimension:
            best = float(one.match.sentence_scores[1:].max())
            order = one.match.score + 0.2 * best + 0.02 * one.lexical
        else:
            share = (one.similarity - min(near)) / (max(near) - min(near))
            order = 0.5 * share + 0.5 * one.lexical
        assert one.order == pytest.approx(order, abs=1e-6)
