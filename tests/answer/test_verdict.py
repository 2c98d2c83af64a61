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
