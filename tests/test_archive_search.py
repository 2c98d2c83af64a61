"""Passages found without deciding whether they answer: the same in Python and on the command line."""

import json
from pathlib import Path

import pytest

from onrecord import Archive, QuestionError, cli
from onrecord.answer.confidence import SearchJudge


def test_passages_are_in_the_order_of_the_search_whatever_is_judged(archive: Archive) -> None:
    class Backwards(SearchJudge):
        """Judges the last passage best."""

        def judge(self, question, result, cases):  # type: ignore[no-untyped-def]
            found = super().judge(question, result, cases)
            return [type(one)(place / 10, one.quote) for place, one in enumerate(found)]

    found = archive.search("le prix du gazole")
    turned = Archive(archive.index, archive.encoder, Backwards()).search("le prix du gazole")
    assert [hit.text for hit in found] == [hit.text for hit in turned]
    assert found[0].text.startswith("Le prix du gazole.")
    assert [hit.rank for hit in found] == [1, 2, 3, 4]


def test_what_reads_as_a_fact_or_a_greeting_is_searched_all_the_same(archive: Archive) -> None:
    for words in ("bonjour", "Qui est interviewé ?", "autre chose ?"):
        assert len(archive.search(words)) == 4


def test_a_search_is_bounded_by_filters_and_by_k(archive: Archive) -> None:
    assert len(archive.search("gazole", k=2)) == 2
    assert archive.search("gazole", since="2022-01-01") == ()
    assert len(archive.search("gazole", speaker="Bihan")) == 4
    with pytest.raises(QuestionError, match="k: expected a whole number"):
        archive.search("gazole", k=0)
    with pytest.raises(QuestionError, match="expected a question, found no word"):
        archive.search("?")


@pytest.mark.parametrize("speaker", ["Jeanne Le Bihan", "le bihan", "Bihan", "jeanne", "Mme Le Bihan"])
def test_a_speaker_is_named_as_people_do(archive: Archive, speaker: str) -> None:
    assert len(archive.ask("le prix du gazole", k=9, speaker=speaker).hits) >= 1


@pytest.mark.model
def test_the_command_prints_what_python_finds(
    seed_archive: Archive, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    from conftest import ROOT

    places = ["--corpus", str(ROOT / "corpus"), "--index", str(tmp_path / "index")]
    found = [hit.to_dict() for hit in seed_archive.search("transformation numérique", 2)]
    assert cli.main(["search", "transformation numérique", "-k", "2", "--json", *places]) == 0
    assert json.loads(capsys.readouterr().out) == found
    assert cli.main(["search", "transformation numérique", "-k", "1", *places]) == 0
    assert capsys.readouterr().out.startswith("> **Il y a une partie")
