"""Whom a lead presents: what speaks for each name in it being the interviewee's, added up.

A lead names places, books and colleagues too. Who is presented opens a sentence, has a role or an age,
is greeted, or is the only person there. What other places of a page say is `mention`'s.
"""

from __future__ import annotations

import re
from functools import cache

from onrecord.reading.page.credit import is_of_medium
from onrecord.reading.talk.introduction import age_pattern, cue_pattern
from onrecord.reading.talk.place import LONGEST_TEXT, Page
from onrecord.reading.talk.role import find_role, is_role
from onrecord.text.fold import fold
from onrecord.text.lexicon import load_lexicon
from onrecord.text.mark import STOPS
from onrecord.text.name import find_names, is_full_name, opens_with_small_word, split_name
from onrecord.text.pattern import one_of

_ROLE, _AGE, _GREETED = 1.2, 1.2, 1.5
_SUBJECT = 0.7  # opens a sentence, alone or after what the person is
_OPENS = 0.6  # opens the lead, role or age stated
_ALONE, _TOLD = 1.2, 1.0  # the one person of the lead; and the lead goes on about them
_CUED = 1.0  # the lead says that it is about a talk
_BESIDE = -1.0  # after « à », « de », « pour »: a place, or another's
_TOGETHER = 1.5  # less than the most of all, and still presented with them
_BY = -2.5  # made by them
_LONGEST_CLAUSE = 200  # characters of what a person is, before the name
_CLAUSE = re.compile(r"(?:^|[.!?…»:]\s)\s*(?P<clause>[^.!?…]{0,200})$")


def weigh_lead(page: Page) -> dict[str, float]:
    """Return what the lead says for each name in it, on a page that asks somebody."""
    paragraphs = [text for text in (page.description, *page.lead) if text.endswith(STOPS)]
    lead = " ".join(paragraphs)[:LONGEST_TEXT]
    is_cued = cue_pattern().search(lead) is not None
    if not page.is_talk:
        return {}
    names = [name.rstrip(".'’-") for name in dict.fromkeys(find_names(lead))]
    weights = {name: _weigh(name, lead) for name in names if may_be_person(name)}
    for name, weight in weights.items():
        if weight > _SUBJECT and any(text.startswith(name) for text in paragraphs):
            weights[name] = weight + _OPENS
    likely = [name for name, weight in weights.items() if weight >= 0]
    for name in likely:
        is_told = re.search(re.escape(name) + r"\s?[,(]", lead) is not None
        alone = _ALONE + (_TOLD if is_told else 0.0) if len(likely) == 1 else 0.0
        weights[name] += alone + (_CUED if is_cued else 0.0)
    return weights


def find_presented(page: Page, weights: dict[str, float]) -> list[str]:
    """Return those whom one paragraph presents: each with a role or an age, and none far more."""
    best = max(weights, key=lambda name: weights[name], default="")
    least = max(_ROLE, weights.get(best, 0.0) - _TOGETHER)
    text = next((text for text in (page.description, *page.lead) if best in text), "")
    return [name for name, weight in weights.items() if weight >= least and name in text]


def may_be_person(name: str) -> bool:
    """Say whether what has the shape of a name may be a person: no « Le Monde », « Maire de Vif »."""
    first = fold(re.split(r"[\s-]", name, maxsplit=1)[0])
    is_other = is_of_medium(name) or opens_with_small_word(name) or first in load_lexicon("role_words")
    return is_full_name(name) and not is_other


def _weigh(name: str, lead: str) -> float:
    """Return what the words around a name say for it, each sign counted once."""
    starts = [match.start() for match in re.finditer(re.escape(name), lead)]
    befores = [lead[max(0, start - _LONGEST_CLAUSE) : start] for start in starts]
    afters = [lead[start + len(name) :][:_LONGEST_CLAUSE] for start in starts]
    weight = 0.0
    is_presented = any(map(_ends_apposition, befores))
    if is_presented or find_role(name, [lead]):
        weight += _ROLE
    if any(age_pattern().match(after) for after in afters):
        weight += _AGE
    if is_presented or any(map(_is_subject, befores, afters)):
        weight += _SUBJECT
    first = " ".join(split_name(name)[0])
    if _greeted().search(lead) and any(
        fold(one[1]).startswith(first) for one in _greeted().finditer(lead)
    ):
        weight += _GREETED
    if not weight and any(_beside().search(before) for before in befores):
        weight += _BESIDE
    return weight + (_BY if any(_by().search(before) for before in befores) else 0.0)


def _ends_apposition(before: str) -> bool:
    """Say whether words end with what somebody is, at the head of a sentence (« Maire de Vif, »)."""
    match = _CLAUSE.search(before)
    clause = match["clause"].rstrip() if match else ""
    return clause.endswith(",") and is_role(clause)


def _is_subject(before: str, after: str) -> bool:
    """Say whether a name opens a sentence and something that its person does comes after it."""
    opens = not before.strip() or before.rstrip().endswith((*STOPS, "»"))
    word = re.match(r"\s+([a-zà-ÿ][\w'’-]*)", after)
    if not opens or word is None:
        return opens and after[:1] == ","
    is_verb = re.fullmatch(one_of("talk", "roles", "ends"), word[1]) is not None
    return is_verb or fold(word[1]) not in load_lexicon("stop_words")


@cache
def _greeted() -> re.Pattern[str]:
    """Return the pattern of a greeting with the name after it (« Bonsoir Noémie »)."""
    return re.compile(rf"\b(?i:{one_of('names', 'greetings')})[ \u00a0,]+([A-ZÀ-ÖØ-Þ][\w’'-]+)")


@cache
def _by() -> re.Pattern[str]:
    """Return the pattern of the words before who made a page, at the end of a text (« mené par »)."""
    return re.compile(rf"(?:^|[\s(]){one_of('page', 'credit', 'by')}\s$", re.I)


@cache
def _beside() -> re.Pattern[str]:
    """Return the pattern of a small word after which a name is a place's, or another's."""
    words = f"{one_of('names', 'particles')}|{one_of('talk', 'places', 'before')}"
    return re.compile(rf"(?:^|[\s(«])(?i:{words})\s?$")
