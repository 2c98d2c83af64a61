"""The answer where a missing part may answer: the evidence first, and no repetition."""

from pathlib import Path

import pytest
from conftest import RuleJudge, StubEncoder

from onrecord.answer.answer import Verdict
from onrecord.archive import Archive

LEAD = "« Un chalutier brûle mille litres par jour, alors il reste à quai », dit le maire de Port-Aven."
CUT = f"""\
Par Maud Kerbrat

{LEAD}

Et le gazole ?

Un chalutier brûle mille litres par jour, alors il reste à quai, dit le maire de Port-Aven.

Le vent ne coûte rien à personne, et les voiliers sortent encore.

Il vous reste 60 % de l'article à lire.
"""


@pytest.fixture
def cut(tmp_path: Path) -> Archive:
    """Return an archive of one incomplete interview, of which only the lead is judged to answer."""
    (tmp_path / "marin.txt").write_text(CUT, "utf-8")
    (tmp_path / "marin.yaml").write_text("interviewees: [{name: Paul Riou, role: maire}]\n", "utf-8")
    judge = RuleJudge(lambda passage: 0.1 if passage.turn else 0.9)
    return Archive.open(tmp_path, tmp_path / "index", StubEncoder(), judge=judge)


@pytest.mark.parametrize("k", [1, 2, 3])
def test_a_passage_that_repeats_the_evidence_is_not_told_again(cut: Archive, k: int) -> None:
    answer = cut.ask("le prix du gazole", k=k)
    assert (answer.verdict, answer.hits) == (Verdict.MAYBE_UNREAD, ())
    told = [(hit.rank, hit.turn, hit.text) for hit in answer.nearest]
    wind = "Le vent ne coûte rien à personne, et les voiliers sortent encore."
    assert told == [(1, 0, LEAD), (2, 1, wind)][:k]


BROKEN = """\
Et le quai ?

Le quai est en pierre.

Et la lotte ?

La lotte part pour Rungis, et nos pêcheurs n'ont plus que

Il vous reste 60 % de l'article à lire.
"""


@pytest.mark.parametrize(
    ("asked", "score", "verdict"),
    [
        ("Où part la lotte ?", 0.1, Verdict.MAYBE_UNREAD),  # from the judge's cut_threshold
        ("Où part la lotte ?", 0.09, Verdict.NOT_SAID),
        ("La lotte ?", 0.09, Verdict.NOT_SAID),
        ("Où dorment les goélands ?", 0.4, Verdict.NOT_SAID),  # it holds no word of it
        ("Où part la lotte ?", 0.5, Verdict.FOUND),
    ],
)
def test_the_passage_that_breaks_off_suggests_the_rest_where_it_speaks_of_what_is_asked(
    tmp_path: Path, asked: str, score: float, verdict: Verdict
) -> None:
    (tmp_path / "marin.txt").write_text(BROKEN, "utf-8")
    (tmp_path / "marin.yaml").write_text("interviewees: [{name: Paul Riou, role: maire}]\n", "utf-8")
    judge = RuleJudge(lambda passage: score if passage.cut else 0.0)
    archive = Archive.open(tmp_path, tmp_path / "index", StubEncoder(), judge=judge)
    (shown,) = archive.search(asked, k=1)
    assert shown.cut, "the passage that breaks off comes first"
    assert archive.ask(asked, k=1).verdict is verdict


def test_a_whole_passage_that_nearly_answers_suggests_no_rest(tmp_path: Path) -> None:
    (tmp_path / "marin.txt").write_text(BROKEN, "utf-8")
    (tmp_path / "marin.yaml").write_text("interviewees: [{name: Paul Riou, role: maire}]\n", "utf-8")
    archive = Archive.open(
        tmp_path, tmp_path / "index", StubEncoder(), judge=RuleJudge(lambda passage: 0.4)
    )
    assert not archive.search("Le quai est-il en pierre ?", k=1)[0].cut
    assert archive.ask("Le quai est-il en pierre ?", k=1).verdict is Verdict.NOT_SAID


def test_what_is_not_said_is_not_said_by_one_or_by_several(corpus: Path, tmp_path: Path) -> None:
    (corpus / "marin.txt").write_text("Et le quai ?\n\nLe quai est en pierre.\n", "utf-8")
    (corpus / "marin.yaml").write_text("interviewees: [{name: Paul Riou, role: maire}]\n", "utf-8")
    judge = RuleJudge(lambda passage: 0.0)
    archive = Archive.open(corpus, tmp_path / "index", StubEncoder(), judge=judge)
    asked = "Où dorment les goélands ?"
    assert archive.ask(asked).notes == ("Les entretiens ne le disent pas.",)
    assert archive.ask(asked, interview="marin").notes == ("L’entretien ne le dit pas.",)
    assert archive.without_interview("criee").ask(asked).notes == ("L’entretien ne le dit pas.",)


@pytest.mark.parametrize(("score", "verdict"), [(0.5, Verdict.MAYBE_UNREAD), (0.49, Verdict.NOT_SAID)])
def test_a_lead_suggests_the_rest_from_the_threshold_on(
    tmp_path: Path, score: float, verdict: Verdict
) -> None:
    (tmp_path / "marin.txt").write_text(CUT, "utf-8")
    (tmp_path / "marin.yaml").write_text("interviewees: [{name: Paul Riou, role: maire}]\n", "utf-8")
    judge = RuleJudge(lambda passage: 0.0 if passage.turn else score)
    archive = Archive.open(tmp_path, tmp_path / "index", StubEncoder(), judge=judge)
    assert archive.ask("le prix du gazole").verdict is verdict


def test_only_the_passage_that_comes_first_suggests_the_rest(tmp_path: Path) -> None:
    (tmp_path / "marin.txt").write_text(BROKEN, "utf-8")
    (tmp_path / "marin.yaml").write_text("interviewees: [{name: Paul Riou, role: maire}]\n", "utf-8")
    judge = RuleJudge(lambda passage: 0.4)
    archive = Archive.open(tmp_path, tmp_path / "index", StubEncoder(), judge=judge)
    for asked, cuts, verdict in (
        ("Le quai est-il en pierre, et la lotte ?", [False, True], Verdict.NOT_SAID),
        ("La lotte part-elle pour Rungis, au quai ?", [True, False], Verdict.MAYBE_UNREAD),
    ):
        assert [hit.cut for hit in archive.search(asked, k=2)] == cuts
        assert archive.ask(asked, k=2).verdict is verdict


@pytest.mark.parametrize(
    ("scores", "doubtful"), [((0.49, 0.31), True), ((0.31, 0.5), False), ((0.5, 0.31), False)]
)
def test_what_more_likely_does_not_answer_is_found_with_a_doubt(
    archive: Archive, scores: tuple[float, float], doubtful: bool
) -> None:
    by_text = dict(zip(("Le prix", "Le toit"), scores, strict=True))
    judge = RuleJudge(lambda passage: by_text.get(passage.text[:7], 0.0))
    judge.threshold = 0.3
    answer = Archive(archive.index, archive.encoder, judge).ask("Le prix du gazole et le toit ?", k=9)
    assert sorted(hit.text[:7] for hit in answer.hits) == ["Le prix", "Le toit"]
    assert (answer.verdict, answer.is_doubtful) == (Verdict.FOUND, doubtful)
    doubt = "L’entretien répond peut-être\u202f: à lire avant de citer."
    assert answer.notes[:1] == ((doubt,) if doubtful else ())
    assert answer.tone == ("doubtful" if doubtful else "found")
