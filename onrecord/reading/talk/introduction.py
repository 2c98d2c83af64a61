"""How a page introduces people: patterns of the wordings around a name.

The words come from `text/lexicon/<language>/talk.toml`. In a pattern with a name, the group `name`
(or `names`, for several) holds it as written. `interviewee` decides where each pattern applies.
"""

from __future__ import annotations

import re
from functools import cache

from onrecord.text.mark import OPENING_QUOTES
from onrecord.text.name import joined_names_pattern, name_pattern
from onrecord.text.pattern import list_pieces, one_of


@cache
def talk_pattern() -> re.Pattern[str]:
    """Return the pattern of a talk with somebody (« Entretien croisé avec Léa Roux et Ida Roc »)."""
    talks, kinds, links = (one_of("talk", "with", name) for name in ("talks", "kinds", "links"))
    one = rf"{joined_names_pattern()}|[A-ZÀ-ÖØ-Þ][\w’'-]+(?=,)"  # or a first name, its role after it
    return re.compile(rf"(?i:{talks})\s+(?:(?i:{kinds})\s+)?(?i:{links})\s*(?P<names>{one})")


@cache
def identity_pattern() -> re.Pattern[str]:
    """Return the pattern of a caption that says who somebody is (« Léa Roux, maire de Vif »).

    The number of a series may stand before it (« Épisode 9 : Léa Roux, maire de Vif. »).
    """
    series = r"(?P<series>[^\W\d_][^\W\d_ ’'°.]{0,20}[ \u00a0]?(?:n[°o]\.? ?|#)?\d{1,4}\s*[:–—-]\s+)"
    return re.compile(
        rf"{series}?(?P<name>{name_pattern()})(?:,| [–—-])\s+"
        r"(?P<role>[^.!?:«»]{4,160})(?(series)\.?|)$"
    )


@cache
def one_word_pattern() -> re.Pattern[str]:
    """Return the pattern of a title in which one word is asked, or speaks (« Nabou : « Non » »)."""
    talks, links = (one_of("talk", "with", name) for name in ("talks", "links"))
    word = r"[A-ZÀ-ÖØ-Þ][\w’'-]+"
    return re.compile(
        rf"(?i:{talks})\s+(?i:{links})\s*(?P<named>{word})(?=\s*(?:$|[:,|–—]))"
        rf"|^(?P<speaks>{word})\s*:\s*[{OPENING_QUOTES}]"
    )


@cache
def spoken_title_pattern() -> re.Pattern[str]:
    """Return the pattern of a title that quotes somebody (« Léa Roux, maire de Vif : « … » »)."""
    return re.compile(
        rf"(?P<name>{name_pattern()})(?:,\s*(?P<role>[^:«]{{3,120}}?))?\s*:\s*[{OPENING_QUOTES}]"
    )


@cache
def answer_pattern() -> re.Pattern[str]:
    """Return the pattern of a lead that says who answers (« Léa Roux, maire de Vif, répond »)."""
    answers = one_of("talk", "answers", "after_name")
    return re.compile(rf"(?P<name>{name_pattern()})(?:,[^.!?:]{{0,160}}?)?\s+{answers}")


@cache
def cue_pattern() -> re.Pattern[str]:
    """Return the pattern of the words by which a lead announces an interview (« se confie »)."""
    return re.compile(one_of("talk", "answers", "cues"), re.I)


@cache
def called_pattern() -> re.Pattern[str]:
    """Return the pattern of a question that calls somebody (« Et Léa Roux, vous avez … »)."""
    before, after = one_of("talk", "called", "before"), one_of("talk", "called", "after")
    return re.compile(
        rf"(?:{before}[, ]\s*)?(?P<name>{name_pattern()})\s*,\s+[^,]{{0,60}}?\b(?i:{after})\b"
    )


@cache
def article_pattern() -> re.Pattern[str]:
    """Return the pattern of an article at the end of a text: no name of a person comes after it."""
    return re.compile(rf"(?:^|[\s(«]){one_of('names', 'articles')}\s?$", re.I)


@cache
def age_pattern() -> re.Pattern[str]:
    """Return the pattern of an age after a name (« , 45 ans », « a quarante ans », « , né à Vif »)."""
    has, is_, units, born = (one_of("talk", "ages", name) for name in ("has", "is", "units", "born"))
    return re.compile(
        rf"(?:\s*[,(]\s*|\s+{has}\s+)[^,().]{{1,30}}?\b{units}\b|(?:\s*[,(]|\s+{is_})\s*{born}\b"
    )


@cache
def first_pattern() -> re.Pattern[str]:
    """Return the pattern of a name with which a sentence begins."""
    return re.compile(rf"(?:^|[.!?…»]\s+)(?P<name>{name_pattern()})(?=,|\s+[a-zéèêàç])")


@cache
def own_name_pattern() -> re.Pattern[str]:
    """Return the pattern of a sentence in which somebody says their name (« Je suis Léa Roux »)."""
    pieces = list_pieces("pronouns", "own_name")
    opens = "|".join(piece[0].upper() + piece[1:] for piece in pieces)
    return re.compile(rf"(?:^|[.!?…]\s+)(?:{opens}) (?P<name>{name_pattern()})")


@cache
def asker_pattern() -> re.Pattern[str]:
    """Return the pattern of the words before an interviewer's name (« journaliste »)."""
    return re.compile(one_of("talk", "askers", "words"), re.I)


@cache
def about_pattern() -> re.Pattern[str]:
    """Return the pattern of a text about somebody (« Léa Roux, née à Vif, enseigne »)."""
    return re.compile(
        rf"\W*(?:{name_pattern()})(?:,[^.!?]{{3,120}},|\s\([^()]{{1,60}}\))?\s+"
        rf"{one_of('talk', 'notes', 'about')}\b"
    )


@cache
def told_pattern() -> re.Pattern[str]:
    """Return the pattern of a title over what is told of somebody (« À propos de Léa Roux »)."""
    opens = one_of("talk", "notes", "opens")
    return re.compile(rf"\W*(?i:{opens})\s*(?P<name>{name_pattern()})(?=\s*(?:[:.,?–—]|$))")
