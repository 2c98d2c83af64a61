"""The traits of a layout: axes, the options of each with their weights, and how they are drawn.

Each axis is drawn on its own. What cannot stand together is settled afterwards: a trait that leaves
no mark on the page (a bold question in plain text) is dropped, so that the traits of a layout are
those a reader meets. HELD_OUT are never drawn for training: they are the layouts nobody has met.
"""

from __future__ import annotations

import random
from collections.abc import Mapping

PAGES = ("md", "html", "txt", "docx", "odt", "pdf")  # formats made of blocks
_ASKS_ALONE = {"plain", "plain_run_in", "line_run_in", "bullet", "dash_question", "guillemets"}

AXES: Mapping[str, Mapping[str, float]] = {
    "format": {
        "md": 6, "html": 5, "txt": 5, "docx": 3, "pdf": 1.5, "odt": 1.5, "vtt": 1.5, "srt": 1, "tei": 1,
    },
    "style": {"labelled": 3, "marked": 2},
    "label": {
        "colon": 6, "bold_colon": 6, "bold_then_colon": 3, "italic_colon": 1, "stop_dash": 3,
        "em_dash": 1, "bracket_colon": 1, "bracket": 1, "parenthesis": 1, "bold_time": 1,
        "time_before": 1, "time_after": 1, "range_line": 1, "name_time_line": 2,
        "bold_name_time_line": 1, "time_name_line": 1, "name_line": 1, "bold_name_line": 2,
        "colon_line": 1, "heading_name": 1, "minutes_lines": 1, "tab": 1, "pipe": 1,
        "two_on_a_line": 1, "tight_colon": 1,
    },
    "name": {
        "full": 5, "first": 3, "last": 2, "upper_last": 2, "upper_full": 1, "title_last": 1,
        "initials": 2, "declared_initials": 1, "handle": 1, "speaker_number": 1, "speaker_code": 1,
        "role_word": 2, "q_and_r": 2, "bare_q_and_r": 1, "medium": 2, "last_first": 1,
    },
    "labelled": {"both": 8, "host": 1, "guest": 3, "first_time": 1},
    "asks": {
        "bold": 6, "italic": 2, "bold_italic": 1, "heading_2": 2, "heading_3": 3, "heading_4": 1,
        "bold_run_in": 1, "italic_run_in": 1, "plain_run_in": 1, "line_run_in": 1, "bullet": 1,
        "numbered": 1, "quoted": 1, "plain": 2, "dash_question": 2, "dash_both": 1, "guillemets": 1,
        "table": 1, "numbered_headings": 1, "upper": 1, "definition": 1,
    },
    "guests": {"one": 7, "two": 3},
    "hosts": {"one": 6, "two": 1},
    "one_off": {"no": 9, "yes": 1},
    "remarks": {"no": 2, "yes": 1},
    "asked_back": {"no": 6, "yes": 1},
    "address": {"no": 2, "yes": 1},
    "people_names": {"plain": 6, "particle": 1, "hyphen": 1, "middle_initial": 1, "pseudonym": 1},
    "title": {"with_guest": 4, "quote": 2, "subject": 2, "event": 1, "none": 1},
    "second_line": {"no": 3, "with_role": 1, "series": 1},
    "lead": {"none": 1, "introduces": 3, "two_paragraphs": 1, "vague": 1},
    "byline": {"none": 2, "head": 2, "foot": 1},
    "front": {"none": 2, "plain": 2, "people_list": 1, "people_string": 1, "host_author": 1, "toml": 1},
    "repeat": {"no": 9, "yes": 1},
    "clock": {"short": 2, "padded": 2, "hours": 2, "thousandths": 1},
    "markdown": {
        "common": 4, "setext": 1, "underscores": 1, "fenced_div": 1, "raw_html": 1, "attributes": 1,
        "hard_wrapped": 1, "trailing_spaces": 1,
    },
    "html": {
        "article": 2, "main": 2, "soup": 1, "styled_spans": 1, "entities": 1, "table_cell": 1,
        "breaks": 1,
    },
    "text": {"blank_lines": 4, "tight": 2, "hard_wrapped": 1, "crlf": 1, "windows": 1, "indented": 1},
    "captions": {
        "voice_tags": 2, "open_voice_tags": 1, "colon_on_change": 2, "colon_on_each": 1, "brackets": 1,
        "two_in_a_cue": 1, "teams": 1,
    },
    "tei": {"u_who": 2, "sp_speaker": 1},
}  # fmt: skip

AROUND = {  # what may stand around or between; the share of pages that have it
    "menu": 0.25, "crumbs": 0.15, "cookies": 0.12, "share": 0.2, "tags": 0.12, "reading_time": 0.12,
    "contents": 0.06, "photo": 0.15, "media_link": 0.08, "transcript_note": 0.1, "sections": 0.12,
    "pull_quote": 0.08, "see_also": 0.12, "advertisement": 0.1, "newsletter": 0.15, "folios": 0.06,
    "sounds": 0.1, "thanks": 0.2, "end_mark": 0.1, "outro": 0.15, "bio": 0.1, "translator": 0.06,
    "footnotes": 0.06, "related": 0.2, "teasers": 0.1, "comments": 0.15, "copyright": 0.15,
    "footer": 0.12, "link_definitions": 0.05,
}  # fmt: skip

SHEETS = (  # on which a PDF is set, drawn last: what is drawn for the other formats stays as it is
    "gaps", "indents", "narrow_gaps", "two_columns", "two_columns_indents", "across_columns",
)  # fmt: skip

HELD_OUT = frozenset({
    "label=em_dash", "label=bracket", "label=time_after", "label=range_line", "label=colon_line",
    "label=pipe", "label=two_on_a_line", "name=declared_initials", "name=handle", "name=title_last",
    "name=speaker_code", "labelled=first_time", "asks=bold_italic", "asks=line_run_in", "asks=quoted",
    "asks=table", "asks=numbered_headings", "asks=heading_4", "people_names=particle",
    "second_line=series", "front=people_string", "markdown=fenced_div", "markdown=raw_html",
    "html=table_cell", "html=styled_spans", "text=hard_wrapped", "captions=two_in_a_cue",
    "tei=sp_speaker", "translator=yes", "teasers=yes", "media_link=yes", "see_also=yes",
})  # fmt: skip

Traits = Mapping[str, str]


def name_traits(traits: Traits) -> list[str]:
    """Return the traits as "axis=option", those that are absent ("no", "none") left out."""
    return [f"{axis}={option}" for axis, option in traits.items() if option not in {"no", "none"}]


def draw_traits(
    chance: random.Random, language: str, unseen: bool | None = None, only: str = ""
) -> dict[str, str]:
    """Return the traits of one layout.

    `unseen` None draws from all; False leaves HELD_OUT out, for training; True draws layouts that
    have at least one of HELD_OUT, for measuring. `only` is the format, "" for any.
    """
    while True:
        drawn = {axis: _choose(chance, axis, options, unseen) for axis, options in AXES.items()}
        drawn["format"] = only or drawn["format"]
        for name, share in AROUND.items():
            allowed = unseen is not False or f"{name}=yes" not in HELD_OUT
            drawn[name] = "yes" if chance.random() < share and allowed else "no"
        traits = _settle(drawn, language)
        if traits["format"] == "pdf":
            traits["sheet"] = chance.choice(SHEETS)
        if not unseen or HELD_OUT.intersection(name_traits(traits)):
            return traits


def _choose(chance: random.Random, axis: str, options: Mapping[str, float], unseen: bool | None) -> str:
    kept = {
        option: weight * (3 if unseen and f"{axis}={option}" in HELD_OUT else 1)
        for option, weight in options.items()
        if unseen is not False or f"{axis}={option}" not in HELD_OUT
    }
    (option,) = chance.choices(list(kept), list(kept.values()))
    return option


def _settle(drawn: dict[str, str], language: str) -> dict[str, str]:
    """Return the traits without those that leave no mark, and without what cannot be understood."""
    traits = dict(drawn, language=language)
    format_ = traits["format"]
    if format_ in PAGES:
        _settle_page(traits)
    else:
        kept = {"format", "name", "guests", "hosts", "one_off", "remarks", "asked_back", "address",
                "people_names", "language", {"tei": "tei"}.get(format_, "captions")}  # fmt: skip
        traits = {axis: option for axis, option in traits.items() if axis in kept}
        if format_ == "srt" and traits["captions"] in {"voice_tags", "open_voice_tags", "teams"}:
            traits["captions"] = "colon_on_change"
        if traits["name"] in {"declared_initials", "bare_q_and_r", "q_and_r", "medium"}:
            traits["name"] = "full"
    _settle_names(traits)
    return traits


def _settle_page(traits: dict[str, str]) -> None:
    for axis, format_ in (("markdown", "md"), ("html", "html"), ("text", "txt")):
        if traits["format"] != format_:
            traits.pop(axis)
    for axis in ("captions", "tei"):
        traits.pop(axis)
    if traits["format"] not in {"md", "html"}:
        traits["front"] = "none"
    if traits["format"] != "md":
        traits["link_definitions"] = "no"
    if traits["format"] == "html":
        traits["folios"] = "no"
    if traits["format"] == "html" and traits["front"] not in {"none", "host_author"}:
        traits["front"] = "plain"  # the head of a web page has no list of people
    if traits["format"] in {"docx", "odt", "pdf"}:
        for axis in ("menu", "crumbs", "cookies", "share", "comments", "footer", "teasers"):
            traits[axis] = "no"
    if traits["style"] == "labelled":
        _settle_labelled(traits)
    if traits["style"] == "marked":
        _settle_marked(traits)


def _settle_labelled(traits: dict[str, str]) -> None:
    several = traits["guests"] == "two" or traits["hosts"] == "two" or traits["one_off"] == "yes"
    if traits["labelled"] in {"host", "first_time"} and several:
        traits["labelled"] = "both"
    if traits["label"] == "two_on_a_line" and traits["labelled"] != "both":
        traits["labelled"] = "both"
    if traits["label"] == "heading_name" and traits["format"] in {"txt", "pdf"}:
        traits["label"] = "name_line"
    if traits["labelled"] in {"guest", "first_time"}:
        traits["style"] = "marked"
        traits["hosts"], traits["one_off"], traits["remarks"] = "one", "no", "no"
        if traits["name"] in {"role_word", "q_and_r", "bare_q_and_r", "medium", "declared_initials"}:
            traits["name"] = "first"
    else:
        traits.pop("asks")
        if traits["labelled"] == "host" or traits["label"] != "colon":
            traits["name"] = "full" if traits["name"] == "bare_q_and_r" else traits["name"]
        if traits["labelled"] == "host":  # an answer ends where its host is named again
            traits["asked_back"] = "no"


def _settle_marked(traits: dict[str, str]) -> None:
    """Questions set apart: only what a reader of this format sees."""
    if "labelled" not in traits or traits["labelled"] not in {"guest", "first_time"}:
        traits.pop("labelled", None)
        if traits["guests"] == "two":
            traits["labelled"], traits["name"] = "guest", "first"
            traits["label"] = "colon" if traits["format"] in {"txt", "pdf"} else "bold_colon"
        else:
            traits.pop("label")
            traits.pop("name")
            traits["repeat"] = "no"
    if traits["guests"] == "two" and traits.get("labelled") == "first_time":
        traits["labelled"] = "guest"  # else nothing tells which of them goes on
    traits["hosts"], traits["one_off"] = "one", "no"
    asks = traits["asks"]
    if asks == "definition" and traits["format"] != "html":
        asks = "bold"
    if asks == "table" and traits["format"] not in {"html", "docx", "odt", "md"}:
        asks = "plain"
    if traits["format"] == "txt" and asks in {
        "bold", "italic", "bold_italic", "heading_2", "heading_3", "heading_4", "quoted"
    }:  # fmt: skip
        asks = "plain"
    if traits["format"] == "txt" and asks in {"bold_run_in", "italic_run_in"}:
        asks = "plain_run_in"
    if traits["format"] == "pdf" and asks in {"quoted", "bullet"}:
        asks = "bold"
    if "labelled" in traits and asks in {
        "dash_both",
        "table",
        "definition",
        "plain_run_in",
        "line_run_in",
    }:
        asks = "bold" if traits["format"] != "txt" else "plain"
    traits["asks"] = asks
    if asks in _ASKS_ALONE | {"heading_2"} or traits["format"] == "txt":
        traits["remarks"] = "no"


def _settle_names(traits: dict[str, str]) -> None:
    """A pseudonym has no last name to be called by."""
    if traits["people_names"] == "pseudonym" and traits.get("name") in {
        "last", "upper_last", "title_last", "last_first", "initials", "declared_initials"
    }:  # fmt: skip
        traits["people_names"] = "plain"
    if traits.get("name") in {"q_and_r", "bare_q_and_r"}:
        traits["guests"], traits["hosts"], traits["one_off"] = "one", "one", "no"


def must_ask(traits: Traits) -> bool:
    """Return whether only a question mark tells what asks, so that no statement may ask."""
    if traits.get("style") != "marked":
        return False
    return traits["asks"] in _ASKS_ALONE or traits["format"] == "txt"
