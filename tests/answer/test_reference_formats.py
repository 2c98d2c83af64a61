"""References are read as written by the libraries of their own formats."""

import dataclasses
import datetime
import json
import warnings

import bibtexparser
import pytest
import rispy
from chat_samples import INTERVIEW, make_hit

from onrecord.answer.export import Format, export_hits, to_text

DAY = datetime.date(2026, 11, 23)
INTERVIEWS = {INTERVIEW.id: INTERVIEW}
ROOF = make_hit("Nous avons perdu la lotte. Le toit fuyait.", "Le toit fuyait.", 1)
LEAD = make_hit("À Port-Aven, la criée rouvre.", "À Port-Aven, la criée rouvre.", 0, rank=2)
HARD = r"50 % & {a}_b } $x$ #1 ~^ \cmd <i>"
PRINTED = dataclasses.replace(ROOF, page=3, last_page=4)
INTERVIEWS_HARD = {"criee": dataclasses.replace(INTERVIEW, title=f"L'été à Sète {HARD}")}


def test_bibtex_is_read_with_pages_and_who_asked() -> None:
    library = bibtexparser.parse_string(
        export_hits([PRINTED, LEAD], INTERVIEWS_HARD, Format.BIBTEX, DAY)
    )
    assert library.failed_blocks == []
    first, second = library.entries
    values = {name: field.value for name, field in first.fields_dict.items()}
    assert (first.entry_type, values["pages"], values["date"]) == ("article", "3--4", "2021-05-03")
    assert (values["author"], values["interviewer"]) == ("{Jeanne <Le Bihan>}", "{Maud Kerbrat}")
    assert "interviewer" not in second.fields_dict
    assert second.fields_dict["author"].value == "{Maud Kerbrat}"


def test_ris_is_read_with_pages_and_who_asked() -> None:
    first, second = rispy.loads(export_hits([PRINTED, LEAD], INTERVIEWS_HARD, Format.RIS, DAY))
    assert (first["authors"], first["secondary_authors"]) == (["Jeanne <Le Bihan>"], ["Maud Kerbrat"])
    assert (first["start_page"], first["end_page"], first["year"]) == ("3", "4", "2021")
    assert first["title"] == f"L'été à Sète {HARD}"
    assert (second["authors"], "secondary_authors" in second) == (["Maud Kerbrat"], False)


def test_csl_json_is_read_by_a_processor() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library's own
        from citeproc.source.json import CiteProcJSON

        items = json.loads(export_hits([PRINTED, LEAD], INTERVIEWS, Format.CSL_JSON, DAY))
        read = CiteProcJSON(items)
    first = read["criee-t1p1-81"]
    assert (first.type, str(first.page), str(first.container_title)) == ("interview", "3-4", "Le Phare")
    assert (first.issued.year, first.issued.month, first.issued.day) == (2021, 5, 3)
    assert [name.literal for name in first.author] == ["Jeanne <Le Bihan>"]


@pytest.mark.parametrize("wanted", [Format.BIBTEX, Format.RIS, Format.CSL_JSON])
def test_the_line_is_said_where_nothing_else_places_a_quote(wanted: Format) -> None:
    bare = dataclasses.replace(ROOF, link="?interview=criee#t1p1", line=12, last_line=14)
    assert "t1p1, l. 12-14)" in export_hits([bare], INTERVIEWS, wanted, DAY)
    for others in ({"page": 3, "last_page": 3}, {"start_time": 0.0}, {"link": ROOF.link}):
        placed = dataclasses.replace(bare, **others)
        assert "l. 12" not in export_hits([placed], INTERVIEWS, wanted, DAY)


def test_a_citation_as_text_says_the_line() -> None:
    bare = dataclasses.replace(ROOF, link="?interview=criee#t1p1", line=12, last_line=12)
    assert "question 1, l. 12, consulté le" in to_text(bare, INTERVIEW, DAY)
