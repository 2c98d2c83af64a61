"""An archive with one interview more or less is a new archive, in memory."""

import pytest
from conftest import StubEncoder

from onrecord.archive import Archive
from onrecord.error import QuestionError
from onrecord.reading import read_interview

OTHER = """\
Publié le 02/01/2024 • Par Maud Kerbrat

**Qui répare les filets, à Port-Aven ?**

Yann Le Goff : Deux ramendeuses, qui ont appris le métier chez leur mère, et un jeune de Lorient.

**Combien coûte un filet neuf ?**

Yann Le Goff : Neuf mille euros, pour un chalut de fond ; on le garde quatre ans.
"""


def test_an_archive_with_one_more_interview_answers_as_if_it_had_been_built_with_it(corpus, tmp_path):
    alone = Archive.open(corpus, tmp_path / "alone", StubEncoder())
    (corpus / "maree.txt").write_text(OTHER, "utf-8")
    both = Archive.open(corpus, tmp_path / "both", StubEncoder())
    grown = alone.with_interview(both.interviews["maree"])
    for question in ("le prix du gazole", "Qui répare les filets ?", "Qui est interviewé ?"):
        assert grown.ask(question).to_dict() == both.ask(question).to_dict()
    assert list(alone.interviews) == ["criee"]
    shrunk = grown.without_interview("maree")
    assert shrunk.ask("le prix du gazole").to_dict() == alone.ask("le prix du gazole").to_dict()
    assert list(grown.interviews) == ["criee", "maree"]


def test_an_archive_without_its_last_interview_says_that_there_is_none_to_ask(archive):
    none = archive.without_interview("criee")
    for ask in (none.ask, none.search, none.find):
        with pytest.raises(QuestionError, match="there is no interview to ask yet; add one"):
            ask("le prix du gazole")
    assert (list(none.interviews), none.passages) == ([], ())
    again = none.with_interview(archive.interviews["criee"])
    assert again.ask("le prix du gazole").to_dict() == archive.ask("le prix du gazole").to_dict()


def test_only_an_interview_of_the_archive_can_be_taken_away(archive):
    message = "interview: expected one of the archive's, found 'nulle'"
    with pytest.raises(QuestionError, match=message):
        archive.without_interview("nulle")


def test_progress_counts_the_passages_of_the_interview_that_is_new(archive, tmp_path):
    (tmp_path / "maree.txt").write_text(OTHER, "utf-8")
    steps = []
    archive.with_interview(read_interview(tmp_path / "maree.txt"), lambda *step: steps.append(step))
    assert steps == [(2, 2)]
