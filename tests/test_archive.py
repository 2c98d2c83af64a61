"""The archive, with a small encoder of the tests' own."""

import pytest
from conftest import INTERVIEW, PiecelessEncoder, StubEncoder

from onrecord.answer.answer import Answer, Verdict
from onrecord.answer.confidence import SearchJudge
from onrecord.archive import Archive
from onrecord.error import EncoderError, QuestionError
from onrecord.retrieval.search import Searcher


def all_hits(answer: Answer) -> list:
    return [*answer.hits, *answer.nearest]


def test_every_hit_and_quote_is_a_slice_of_its_interview(archive: Archive) -> None:
    for question in (
        "gazole",
        "Combien d'apprentis ?",
        "Pourquoi le toit ?",
        "rien à voir du tout ici",
    ):
        for hit in all_hits(archive.ask(question, k=10)):
            text = archive.interviews[hit.interview_id].text
            assert text[hit.start : hit.end] == hit.text
            assert text[hit.quote.start : hit.quote.end] == hit.quote.text
            assert hit.start <= hit.quote.start < hit.quote.end <= hit.end


def test_the_passages_are_what_the_interviewee_says(archive: Archive) -> None:
    assert [passage.text.split()[0] for passage in archive.passages] == [
        "Le",
        "Les",
        "Trente-deux,",
        "Le",
    ]
    assert {passage.speaker for passage in archive.passages} == {"Jeanne Le Bihan"}
    assert not any("criée rouvre" in passage.text for passage in archive.passages)


def test_the_right_passage_comes_first_with_its_question(archive: Archive) -> None:
    hit = all_hits(archive.ask("Combien d'apprentis avez-vous recrutés ?"))[0]
    assert hit.text.startswith("Trente-deux")
    assert hit.asked == "Combien d'emplois la criée compte-t-elle aujourd'hui ?"
    assert hit.quote.text == "Nous avons recruté sept apprentis, dont quatre femmes."
    assert (hit.turn, hit.paragraph, hit.rank) == (2, 1, 1)


def test_a_question_of_the_interviewer_is_answered_from_the_beginning(archive: Archive) -> None:
    answer = archive.ask("Pourquoi avoir fermé la criée pendant dix-huit mois ?", k=2)
    assert [(hit.turn, hit.paragraph) for hit in all_hits(answer)] == [(1, 1), (1, 2)]


def test_a_question_without_meaning_of_its_own_keeps_the_order_found(corpus, tmp_path) -> None:
    (corpus / "monologue.txt").write_text(
        "Je vis seul au phare.\n\nJe vois la mer, et elle me voit.\n", "utf-8"
    )
    archive = Archive.open(corpus, tmp_path / "x", StubEncoder())
    ranked = [hit.score for hit in all_hits(archive.ask("et alors, pour eux ?", k=6))]
    assert ranked[0] == max(ranked)


def test_ranks_count_from_one_across_hits_and_nearest(archive: Archive) -> None:
    answer = archive.ask("le prix du gazole", k=4)
    assert [hit.rank for hit in all_hits(answer)] == [1, 2, 3, 4]
    assert all(0 <= hit.score <= 1 for hit in all_hits(answer))


def test_hits_are_above_the_threshold_and_the_first_nearest_is_not(archive: Archive) -> None:
    threshold = SearchJudge().threshold
    answer = archive.ask("le prix du gazole", k=4)
    assert all(hit.score >= threshold for hit in answer.hits)
    assert not answer.nearest or answer.nearest[0].score < threshold


@pytest.mark.parametrize("k", [1, 2, 4, 5, 1000])
def test_k_is_a_maximum(archive: Archive, k: int) -> None:
    assert len(all_hits(archive.ask("le prix du gazole", k=k))) == min(k, 4)


@pytest.mark.parametrize("k", [0, -1, 1.5, "3", None, True])
def test_a_k_that_is_no_count_is_refused(archive: Archive, k: object) -> None:
    with pytest.raises(QuestionError, match="k: expected a whole number from 1"):
        archive.ask("gazole", k=k)  # type: ignore[arg-type]


@pytest.mark.parametrize("history", ["Le gazole ?", ["Le gazole ?", None], [3], [["Le gazole ?"]]])
def test_a_history_that_is_no_list_of_questions_is_refused(archive: Archive, history: object) -> None:
    with pytest.raises(QuestionError, match=r"history: expected a list of earlier questions, found .+"):
        archive.ask("et alors ?", history=history)  # type: ignore[arg-type]


def test_a_filter_bounds_what_is_returned(archive: Archive, corpus) -> None:
    (corpus / "autre.txt").write_text(
        "Par Maud Kerbrat\n\nEt le gazole ?\n\nLe prix du gazole me gêne peu, je navigue à la voile.\n",
        "utf-8",
    )
    (corpus / "autre.yaml").write_text("interviewees: [{name: Paul Riou}]\ndate: 2022-01-01\n", "utf-8")
    both = Archive.open(corpus, corpus.parent / "both", StubEncoder())
    for filters in ({"interview": "autre"}, {"speaker": "paul riou"}, {"since": "2021-12-31"}):
        assert {hit.interview_id for hit in all_hits(both.ask("gazole", **filters))} == {"autre"}
    assert {hit.interview_id for hit in all_hits(both.ask("gazole", until="2021-12-31"))} == {"criee"}
    nobody = both.ask("gazole", since="2030-01-01")
    assert (nobody.verdict, all_hits(nobody)) == (Verdict.NOT_SAID, [])
    assert nobody.notes == ("Aucun entretien ne correspond à ces filtres.",)


def test_a_fact_is_told_of_the_interview_that_is_named(archive: Archive, corpus) -> None:
    (corpus / "autre.txt").write_text(
        "Et le gazole ?\n\nLe gazole me gêne peu, dit le marin.\n", "utf-8"
    )
    (corpus / "autre.yaml").write_text("interviewees: [{name: Paul Riou}]\ndate: 2022-01-01\n", "utf-8")
    both = Archive.open(corpus, corpus.parent / "both", StubEncoder())
    named = both.ask("De quand date l'entretien avec Paul Riou ?").facts
    assert [(fact.interview_id, fact.value) for fact in named] == [("autre", "1er janvier 2022")]
    assert len(both.ask("De quand date l'entretien ?").facts) == 2


def test_the_same_question_gives_the_same_answer(archive: Archive, corpus, tmp_path) -> None:
    again = Archive.open(corpus, tmp_path / "again", StubEncoder())
    for question in ("gazole", "toit", "apprentis femmes"):
        assert archive.ask(question).to_dict() == again.ask(question).to_dict()


def test_an_encoder_without_word_pieces_serves_too(corpus, tmp_path) -> None:
    archive = Archive.open(corpus, tmp_path / "plain", PiecelessEncoder())
    hit = all_hits(archive.ask("Combien d'apprentis ?"))[0]
    assert hit.quote.text == "Nous avons recruté sept apprentis, dont quatre femmes."
    assert archive.index.segments[0].pieces.vectors.shape == (0, 0)


def test_a_follow_up_leans_on_the_question_before(archive: Archive) -> None:
    answer = archive.ask(
        "et combien de femmes ?", history=["Combien d'apprentis la criée a-t-elle recrutés ?"]
    )
    assert (
        answer.understood_as
        == "Combien d'apprentis la criée a-t-elle recrutés ? et combien de femmes ?"
    )
    assert all_hits(answer)[0].text.startswith("Trente-deux")


def test_the_interviews_cannot_be_changed_from_outside(archive: Archive) -> None:
    assert archive.interviews["criee"].text == INTERVIEW
    with pytest.raises(TypeError):
        archive.interviews["x"] = None  # type: ignore[index]


def test_an_interview_without_answers_is_no_trouble(corpus, tmp_path) -> None:
    (corpus / "rien.md").write_text("# Un titre\n", "utf-8")
    archive = Archive.open(corpus, tmp_path / "x", StubEncoder())
    assert set(archive.interviews) == {"criee", "rien"}
    assert all_hits(archive.ask("gazole", interview="rien")) == []


def test_an_archive_of_nothing_but_an_empty_interview_opens(tmp_path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "rien.md").write_text("# Un titre\n", "utf-8")
    archive = Archive.open(tmp_path / "corpus", tmp_path / "index", StubEncoder())
    assert archive.passages == ()
    assert archive.ask("gazole ?").verdict is Verdict.NOT_SAID


@pytest.mark.parametrize(
    "text", ["é", "?a", "🙂 gazole", "gazole " * 1400, "GAZOLE", "gaz\u200bole", "<b>gazole</b>"]
)
def test_odd_questions_are_answered(archive: Archive, text: str) -> None:
    assert len(all_hits(archive.ask(text))) == 3


def test_an_unknown_encoder_is_named(corpus, tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(EncoderError, match=r"encoder 'nobody/no-such-model'.*is the network off"):
        Archive.open(corpus, tmp_path / "x", "nobody/no-such-model")
    with pytest.raises(EncoderError, match="found none that loads in this folder"):
        Archive.open(corpus, tmp_path / "x", corpus)


def test_scores_do_not_depend_on_the_other_passages_of_a_batch(archive: Archive) -> None:
    rows = [1, 2, 3, 4]
    searcher = Searcher(archive.index, archive.encoder)
    alone = {
        c.row: c.match.score
        for r in rows
        for c in searcher.search("gazole", archive.index.allow_rows([r])).candidates
    }
    together = {
        c.row: c.match.score
        for c in searcher.search("gazole", archive.index.allow_rows(rows)).candidates
    }
    assert together == pytest.approx({row: alone[row] for row in together}, abs=1e-6)


def test_the_candidates_are_told_before_a_passage_is_judged(corpus, tmp_path) -> None:
    told: list = []

    class Watched(SearchJudge):
        def judge(self, *case):
            told.append("judged")
            return super().judge(*case)

    archive = Archive.open(corpus, tmp_path / "index", StubEncoder(), judge=Watched())
    answer = archive.ask("Quel est le prix du gazole ?", k=2, on_candidates=told.append)
    assert told[1:] == ["judged"]
    assert [hit.rank for hit in told[0]] == [1, 2]
    assert [hit.quote.text for hit in told[0]] == [hit.text for hit in told[0]]
    assert {hit.start for hit in told[0]} == {hit.start for hit in all_hits(answer)}
    archive.ask("merci", on_candidates=told.append)
    assert len(told) == 2
