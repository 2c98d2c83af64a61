"""Export of quotes and conversations in every format."""

import dataclasses
import datetime
import json
import re

import pytest
from chat_samples import INTERVIEW, make_hit

from onrecord.answer.answer import Answer, Fact, Verdict
from onrecord.answer.export import (
    Format,
    export_conversation,
    export_hits,
    from_tex,
    to_bibtex,
    to_csl_json,
    to_markdown,
    to_ris,
    to_text,
)
from onrecord.answer.hit import Quote

DAY = datetime.date(2026, 11, 23)
INTERVIEWS = {INTERVIEW.id: INTERVIEW}
ROOF = make_hit("Nous avons perdu la lotte. Le toit fuyait.", "Le toit fuyait.", 1)
LEAD = make_hit("À Port-Aven, la criée rouvre.", "À Port-Aven, la criée rouvre.", 0, rank=2)
HARD = r"50 % & {a}_b } $x$ #1 ~^ \cmd <i>"
BARE = dataclasses.replace(
    INTERVIEW, publication="", author="", date=None, url="", people=(), gap=None, title=""
)


def test_text_is_the_quote_and_where_it_stands():
    assert to_text(ROOF, INTERVIEW, DAY) == (
        "«\u202fLe toit fuyait.\u202f»\n— Jeanne, Le Phare, question 1, consulté le 23 novembre 2026. "
        "Jeanne <Le Bihan> : 60\u00a0% de l’article n’est pas fourni "
        "(article coupé par un accès payant). "
        "https://example.org/criee#:~:text=Nous"
    )


def test_english_has_its_own_marks_and_words():
    text = to_text(ROOF, INTERVIEW, DAY, "en")
    assert text.startswith(
        "“Le toit fuyait.”\n— Jeanne, Le Phare, question 1, accessed 23 November 2026."
    )


def test_markdown_escapes_what_is_quoted_and_keeps_the_question():
    hit = dataclasses.replace(
        ROOF, quote=Quote("[sic] 1 < 2 $x$ #3", 0, 1), link="https://e.org/a(b) c"
    )
    text = to_markdown(hit, INTERVIEW, DAY)
    assert r"\[sic\] 1 \< 2 \$x\$ \#3" in text
    assert "> *Question posée : Pourquoi fermer ?*  " in text
    assert text.endswith("[↗](https://e.org/a%28b%29%20c)")


def test_a_link_into_our_own_page_is_not_sent_elsewhere():
    hit = dataclasses.replace(ROOF, link="?interview=criee#t1p1")
    assert "?interview" not in to_text(hit, INTERVIEW, DAY) + to_markdown(hit, INTERVIEW, DAY)


def test_bibtex_has_the_place_the_day_and_the_gap():
    entry = to_bibtex(ROOF, INTERVIEW, DAY)
    assert entry.startswith("@article{criee-t1p1-81,\n  author = {{Jeanne <Le Bihan>}},\n")
    assert "  interviewer = {{Maud Kerbrat}},\n  url = {https://example.org/criee},\n" in entry
    assert "  urldate = {2026-11-23},\n" in entry
    assert "(Jeanne, Le Phare, question 1 ; t1p1)" in entry
    assert "60\u00a0\\% de l’article n’est pas fourni" in entry


def test_bibtex_keeps_accents_and_its_braces_balance():
    interview = dataclasses.replace(INTERVIEW, title=f"L'été à Sète {HARD}")
    entry = to_bibtex(dataclasses.replace(ROOF, url="https://e.org/{a}\\ b"), interview, DAY)
    assert "L'été à Sète 50 \\% \\& \\textbraceleft{}a\\textbraceright{}\\_b" in entry
    assert "\\$x\\$ \\#1 \\textasciitilde{}\\textasciicircum{} \\textbackslash{}cmd" in entry
    assert "url = {https://e.org/%7Ba%7D%5C%20b}" in entry
    depth = 0
    for character in entry:
        depth += {"{": 1, "}": -1}.get(character, 0)
        assert depth >= 0
    assert depth == 0


def test_csl_json_tells_who_speaks_from_who_asks():
    item = json.loads(to_csl_json(ROOF, INTERVIEW, DAY))
    assert (item["type"], item["id"]) == ("interview", "criee-t1p1-81")
    assert item["author"] == [{"literal": "Jeanne <Le Bihan>"}]
    assert item["interviewer"] == [{"literal": "Maud Kerbrat"}]
    assert item["issued"] == {"date-parts": [[2021, 5, 3]]}
    assert item["accessed"] == {"date-parts": [[2026, 11, 23]]}
    assert item["container-title"] == "Le Phare"


def test_the_lead_is_the_journalists():
    item = json.loads(to_csl_json(LEAD, INTERVIEW, DAY))
    assert item["type"] == "article-newspaper"
    assert item["author"] == [{"literal": "Maud Kerbrat"}]
    assert "interviewer" not in item


def test_ris_lines_end_as_the_format_wants():
    record = to_ris(
        dataclasses.replace(ROOF, quote=Quote("Un\nER  - \u2028deux", 0, 1)), INTERVIEW, DAY
    )
    lines = record.split("\r\n")
    assert (lines[0], lines[-2:]) == ("TY  - NEWS", ["ER  - ", ""])
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", line) for line in lines[:-1])
    assert "DA  - 2021/05/03/" in lines
    assert "Y2  - 2026/11/23/" in lines
    assert not set("\n\r\u2028") & set("".join(lines))


def test_what_is_not_known_is_left_out():
    hit = dataclasses.replace(
        ROOF, publication="", author="", date=None, url="", speaker="", link="?interview=criee#t1p1"
    )
    assert "author" not in to_bibtex(hit, BARE, DAY)
    assert to_bibtex(hit, BARE, DAY).startswith("@misc{")
    assert not {"author", "issued", "URL"} & set(json.loads(to_csl_json(hit, BARE, DAY)))
    tags = {line[:2] for line in to_ris(hit, BARE, DAY).split("\r\n")}
    assert tags == {"TY", "ID", "TI", "Y2", "N1", "ER", ""}


def test_a_cut_passage_is_said_to_be_cut():
    hit = dataclasses.replace(ROOF, cut=True)
    assert "(passage coupé : la suite n’est pas fournie)" in to_text(hit, INTERVIEW, DAY)


@pytest.mark.parametrize("wanted", list(Format))
def test_a_quote_is_exported_once(wanted):
    exported = export_hits([ROOF, LEAD, ROOF], INTERVIEWS, wanted, DAY)
    assert exported == export_hits([ROOF, LEAD], INTERVIEWS, wanted, DAY)
    assert exported.index("toit fuyait") < exported.index("rouvre")


def test_a_key_is_of_plain_letters():
    hit = dataclasses.replace(ROOF, interview_id="L'Été {à} Sète", turn=12)
    interviews = {"L'Été {à} Sète": INTERVIEW}
    assert "@article{l-ete-a-sete-t12p1-81,\n" in export_hits([hit], interviews, Format.BIBTEX, DAY)


def test_no_hits_make_an_empty_list():
    assert [export_hits([], {}, one, DAY) for one in Format] == ["", "", "[]\n", ""]


def test_a_conversation_keeps_what_was_not_said():
    found = Answer(
        "Pourquoi ?", Verdict.FOUND, hits=(ROOF,), nearest=(LEAD,), notes=("60 % manquent.",)
    )
    silent = Answer("Le *budget* ?", Verdict.NOT_SAID, nearest=(LEAD,), notes=("Rien.",))
    text = export_conversation([found, silent], INTERVIEWS, Format.MARKDOWN, DAY)
    assert text.startswith("# On the Record\n\n## Pourquoi ?\n\n60 % manquent.\n\n> «")
    assert "## Le \\*budget\\* ?\n\nRien." in text
    assert "*Passages les plus proches" in text
    references = export_conversation([found, silent], INTERVIEWS, Format.RIS, DAY)
    assert references == to_ris(ROOF, INTERVIEW, DAY)


GAP = "Jeanne <Le Bihan> : 60\u00a0% de l’article n’est pas fourni (article coupé par un accès payant)."
NOTE = f"«\u202fLe toit fuyait.\u202f» (Jeanne, Le Phare, question 1 ; t1p1) {GAP}"


def test_each_format_has_all_that_is_known_in_its_order():
    assert to_markdown(ROOF, INTERVIEW, DAY).splitlines() == [
        "> «\u202fLe toit fuyait.\u202f»",
        ">",
        "> *Question posée : Pourquoi fermer ?*  ",
        "> — Jeanne, Le Phare, question 1, consulté le 23 novembre 2026. "
        + GAP.replace("<", r"\<").replace(">", r"\>")
        + " [↗](https://example.org/criee#:~:text=Nous)",
    ]
    assert to_bibtex(ROOF, INTERVIEW, DAY).splitlines() == [
        "@article{criee-t1p1-81,",
        "  author = {{Jeanne <Le Bihan>}},",
        "  title = {{Jeanne <Le Bihan>}},",
        "  journal = {Le Phare},",
        "  year = {2021},",
        "  month = {5},",
        "  date = {2021-05-03},",
        "  interviewer = {{Maud Kerbrat}},",
        "  url = {https://example.org/criee},",
        "  urldate = {2026-11-23},",
        f"  note = {{{NOTE.replace('%', chr(92) + '%')}}}",
        "}",
    ]
    assert to_ris(ROOF, INTERVIEW, DAY).split("\r\n") == [
        "TY  - NEWS",
        "ID  - criee-t1p1-81",
        "AU  - Jeanne <Le Bihan>",
        "A2  - Maud Kerbrat",
        "TI  - Jeanne <Le Bihan>",
        "T2  - Le Phare",
        "PY  - 2021",
        "DA  - 2021/05/03/",
        "UR  - https://example.org/criee",
        "Y2  - 2026/11/23/",
        f"N1  - {NOTE}",
        "ER  - ",
        "",
    ]
    assert json.loads(to_csl_json(ROOF, INTERVIEW, DAY)) == {
        "id": "criee-t1p1-81",
        "type": "interview",
        "author": [{"literal": "Jeanne <Le Bihan>"}],
        "interviewer": [{"literal": "Maud Kerbrat"}],
        "title": "Jeanne <Le Bihan>",
        "container-title": "Le Phare",
        "issued": {"date-parts": [[2021, 5, 3]]},
        "accessed": {"date-parts": [[2026, 11, 23]]},
        "URL": "https://example.org/criee",
        "note": NOTE,
        "custom": {"source_sha256": "0" * 64, "start": 81, "end": 96},
    }
    opening = json.loads(to_csl_json(dataclasses.replace(ROOF, start_time=0.0), INTERVIEW, DAY))
    assert opening["custom"]["start_time"] == 0
    lines = to_csl_json(ROOF, INTERVIEW, DAY).splitlines()
    assert lines[:2] == ["{", ' "id": "criee-t1p1-81",'] and f' "note": "{NOTE}",' in lines


def test_quotes_are_parted_as_their_format_wants():
    for wanted, between in ((Format.MARKDOWN, "\n"), (Format.BIBTEX, "\n"), (Format.RIS, "")):
        alone = [export_hits([hit], INTERVIEWS, wanted, DAY) for hit in (ROOF, LEAD)]
        assert export_hits([ROOF, LEAD], INTERVIEWS, wanted, DAY) == between.join(alone)
    text = export_hits([ROOF, LEAD], INTERVIEWS, Format.CSL_JSON, DAY)
    assert text.startswith('[\n {\n  "id": "criee-t1p1-81",\n') and text.endswith("\n }\n]\n")
    listed = json.loads(text)
    assert listed == [json.loads(to_csl_json(hit, INTERVIEW, DAY)) for hit in (ROOF, LEAD)]


def test_what_tex_escapes_comes_back():
    for text in (HARD, "L'été", "{whole}", "{", "a}"):
        entry = to_bibtex(ROOF, dataclasses.replace(INTERVIEW, title=text), DAY)
        (line,) = re.findall(r"  title = \{(.*)\},", entry)
        assert from_tex(line) == text
    for text in ("Le Phare", "{", "}", ""):
        assert from_tex(text) == text, "braces go in pairs"
    assert from_tex("{Le Phare}") == "Le Phare"


def test_two_quotes_of_one_passage_are_two_and_one_quote_is_one():
    other = dataclasses.replace(ROOF, quote=Quote("Nous avons perdu la lotte.", 54, 80))
    records = export_hits([ROOF, other, ROOF], INTERVIEWS, Format.RIS, DAY).split("ER  - ")
    assert [record.count("TY  - ") for record in records] == [1, 1, 0]


def test_a_conversation_keeps_facts_and_small_talk():
    fact = Fact("date", "3 mai 2021", "criee")
    facts = Answer("Quand ?", Verdict.FOUND, facts=(fact,), notes=("Une note.",))
    thanks = Answer("Merci", Verdict.NOT_SAID, notes=("De rien.",))
    assert export_conversation([facts, thanks], INTERVIEWS, Format.MARKDOWN, DAY) == (
        "# On the Record\n\n## Quand ?\n\nUne note.\n\n- **Date de publication** : 3 mai 2021\n\n"
        "## Merci\n\nDe rien.\n"
    )
