"""Forged answers and exports, a kind each: what `onrecord verify` must find, or tell as unchecked.

Each begins with what the program writes and changes one thing, as somebody would who wants to be
believed: a word, a name, a place, a name given twice of which two programs read one each, text where
only a date is looked at, a line that a reader takes for a part of the quote. `faults` verifies them.
"""

from __future__ import annotations

import copy
import datetime
import json
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

from onrecord.answer.export import Format, export_hits
from onrecord.archive import Archive

_DAY = datetime.date(2026, 11, 23)
_LIE = "J'ai volé la farine."

Hit = dict[str, Any]
_FIELDS: dict[str, tuple[object, ...]] = {  # of a hit: values that its source does not give
    "speaker": ("Paul Riou", None, ["Gaspard Thélin"], "Gaspard Thélin ", "G\u0430spard Thélin", ""),
    "role": ("président",),
    "title": ("Faux", None),
    "publication": ("Le Monde",),
    "author": ("Paul Riou",),
    "date": ("2022-02-04", None, "2022-02-03T00:00", 20220203),
    "url": ("https://faux.example/",),
    "asked": ("Êtes-vous coupable ?", ""),
    "turn": (8, 7.0, "7", -7),
    "paragraph": (2, True),
    "cut": (True, 0, "false"),
    "page": (3, 0),
    "last_page": (3,),
    "source_sha256": ("0" * 64, ""),
    "citation": ("Paul Riou, Le Monde, 1er avril 2024, question 9, § 9", ""),
    "link": ("https://faux.example/", "javascript:alert(1)"),
    "interview_id": ("autre", "../fournil-ravoire", ""),
    "comment": (_LIE,),
}
_TEXTS: dict[str, Callable[[str], str]] = {  # of a quote: other words, or the same in another shape
    "a number": lambda text: text.replace("cinq", "six"),
    "a word left out": lambda text: text.replace("deux ", ""),
    "an omission": lambda text: f"{text[:20]} […] {text[-20:]}",
    "capitals": str.upper,
    "an apostrophe": lambda text: text.replace("’", "'"),
    "accents apart": lambda text: unicodedata.normalize("NFD", text),
    "a character without width": lambda text: f"{text[:5]}\u200b{text[5:]}",
    "a lie": lambda text: f"{text} {_LIE}",
    "nothing": lambda text: "",
}


def forge_all(archive: Archive, question: str) -> Iterator[tuple[str, str]]:
    """Yield forged answers to a question that the archive answers: what is forged, and the text."""
    answer = archive.ask(question).to_dict()
    for forged, change in _list_changes():
        false = copy.deepcopy(answer)
        change(false, false["hits"][0])
        yield forged, json.dumps(false, ensure_ascii=False)
    text = json.dumps(answer, ensure_ascii=False)
    yield "a name given twice", text.replace('"speaker"', '"speaker": "Paul Riou", "speaker"', 1)
    hits, interviews = archive.ask(question).hits[:1], dict(archive.interviews)
    for wanted, changes in _EXPORTS.items():
        right = export_hits(hits, interviews, wanted, _DAY, "fr")
        for was, becomes in changes:
            assert was in right, (wanted, was)
            yield f"{wanted.value}: {becomes}", right.replace(was, becomes, 1)
        yield f"{wanted.value}: no such words", right.replace("apprentis", "voleurs")


def _list_changes() -> Iterator[tuple[str, Callable[[Any, Hit], object]]]:
    """Yield what is forged in an answer, and the function that forges it in the answer and its hit."""
    for name, values in _FIELDS.items():
        for value in values:
            yield f"{name}: {value!r}", _put(name, value)
    for name, rewrite in _TEXTS.items():
        yield f"quote: {name}", _rewrite(rewrite, "quote")
        yield f"passage: {name}", _rewrite(rewrite, "passage")
    yield "a quote without its beginning", lambda _, hit: _cut(hit["quote"], 10)
    yield "a passage without its beginning", lambda _, hit: _cut(hit, 300)
    yield "a quote elsewhere", lambda _, hit: hit["quote"].update(start=0, end=9)
    yield "places before the text", lambda _, hit: hit.update(start=-9, end=-1)
    yield "a quote that is a lie beside it", lambda _, hit: hit["quote"].update(said=_LIE)
    yield "a passage called a fact", lambda answer, hit: answer.update(facts=[hit | {"field": "lead"}])
    yield "a fact called a passage", lambda answer, _: answer["hits"].append(_fact("people", _LIE))
    yield "a fact", lambda answer, _: answer.update(facts=[_fact("people", "Paul Riou, voleur")])
    yield "a fact of no kind", lambda answer, _: answer.update(facts=[_fact("crime", "vol")])
    yield (
        "a part",
        lambda answer, hit: answer.update(
            parts=[{"hits": [hit | {"speaker": "Paul Riou"}], "nearest": []}]
        ),
    )
    yield "a nearest passage", lambda answer, hit: answer["nearest"].append(hit | {"turn": 3})
    yield "something else", lambda answer, _: answer.update(passages=[{"text": _LIE}])
    yield "no list", lambda answer, _: answer.update(hits={})


def _put(name: str, value: object) -> Callable[[Any, Hit], object]:
    return lambda _, hit: hit.update({name: value})


def _rewrite(rewrite: Callable[[str], str], name: str) -> Callable[[Any, Hit], object]:
    def change(_: Any, hit: Hit) -> None:
        part = hit["quote"] if name == "quote" else hit
        part["text"] = rewrite(part["text"])

    return change


def _cut(part: Hit, count: int) -> None:
    """Cut the first characters of a quote or a passage, its offset too."""
    part.update(text=part["text"][count:], start=part["start"] + count)


def _fact(field: str, value: str) -> Hit:
    return {"field": field, "value": value, "interview_id": "fournil-ravoire"}


_EXPORTS: dict[Format, tuple[tuple[str, str], ...]] = {  # what stands there, and what is put there
    Format.MARKDOWN: (
        ("— Gaspard Thélin", "— Paul Riou"),
        ("3 février", "4 février"),
        ("question 7", "question 8"),
        ("Le Cahier des campagnes", "Le Monde"),
        ("Vous formez des", "Vous volez vos"),
        ("23 novembre 2026", f"jour où il dit : {_LIE}"),
        ("2026.", "2026. [↗](https://faux.example/)"),
        ("> *Question", f"> {_LIE}\n> *Question"),
        ("> — ", "> — Paul Riou, Le Monde.\n>\n> — "),
        ("\n>\n", f"\n{_LIE}\n>\n"),
        ("2026.\n", f"2026.\n{_LIE}\n"),
        ("2026.\n", f"2026.\n>\n> {_LIE}\n"),
        ("2026.\n", f"2026.\n>> {_LIE}\n"),
        ("2026.\n", f"2026.\n\n<blockquote>{_LIE}</blockquote>\n"),
        ("2026.\n", f"2026.\n\n« {_LIE} » — Gaspard Thélin\n"),
        ("> «", f"> {_LIE} «"),
        ("> «", "> <b hidden>«"),
    ),
    Format.BIBTEX: (
        ("{{Gaspard Thélin}}", "{{Paul Riou}}"),
        ("  author", "  author = {{Paul Riou}},\n  author"),
        ("  author", '  author = "Paul Riou",\n  author'),
        ("  author", "  AUTHOR = {{Paul Riou}},\n  author"),
        ("{{Gaspard Thélin}},", "{{Gaspard Thélin}}, author = {{Paul Riou}},"),
        ("{{Gaspard Thélin}}", "riou"),
        ("year = {2022}", "year = {2021}"),
        ("year = {2022}", "year = 2021"),
        ("month = {2}", "month = {3}"),
        ("date = {2022-02-03}", "date = {2021-02-03}"),
        ("urldate = {2026-11-23}", f"urldate = {{{_LIE}}}"),
        ("  year", f"  annote = {{{_LIE}}},\n  year"),
        ("  year", f"  abstract = {{\n {_LIE}}},\n  year"),
        ("@article", "@book"),
        ("-t7p1-", "-t8p1-"),
        ("; t7p1", "; t8p1"),
        ("\n}\n", f"\n}}\n@misc(riou,\n  note = {{{_LIE}}}\n)\n"),
    ),
    Format.RIS: (
        ("AU  - Gaspard Thélin", "AU  - Paul Riou"),
        ("AU  - ", "AU  - Paul Riou\r\nAU  - "),
        ("AU  - ", "A1 - Paul Riou\r\nAU  - "),
        ("AU  - ", "au  - Paul Riou\r\nAU  - "),
        ("T2  - ", "T2  - Nouveau "),
        ("PY  - 2022", "PY  - 2021"),
        ("DA  - 2022/02/03/", "DA  - 2022/02/04/"),
        ("Y2  - 2026/11/23/", f"Y2  - {_LIE}"),
        ("Y2", f"AB  - {_LIE}\r\nY2"),
        ("Y2", f"{_LIE}\r\nY2"),
        ("TY  - NEWS", "TY  - BOOK"),
        ("ER  - \r\n", f"ER  - \r\nN1  - {_LIE}\r\n"),
        ("ER  - \r\n", f"ER  - \r\n\r\nTY  - NEWS\r\nN1  - « {_LIE} »\r\nER  - \r\n"),
    ),
    Format.CSL_JSON: (
        ('"literal": "Gaspard Thélin"', '"literal": "Paul Riou"'),
        ('"literal": "Gaspard Thélin"', '"literal": "Gaspard Thélin", "suffix": "voleur"'),
        ('"author"', '"author": [{"literal": "Paul Riou"}], "author"'),
        ("2022,", "2021,"),
        ("2026,", f'"{_LIE}",'),
        ('"accessed": {', f'"accessed": {{"literal": "{_LIE}",'),
        ('"title": "', '"title": "Faux '),
        ('"title"', f'"abstract": "{_LIE}", "title"'),
        ('"interview"', '"book"'),
        ("; t7p1", "; t8p1"),
    ),
}
