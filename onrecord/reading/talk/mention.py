"""Where a page may name who is interviewed: each place with what it says, and how much it counts for.

A rule reads one place and hands back names, or none; what is made of them together is `interviewee`'s.
The lead, which is prose, is `lead`'s; how pages word it is `introduction`'s.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from onrecord.reading.talk.closing import find_described, find_thanked, find_told
from onrecord.reading.talk.introduction import (
    answer_pattern,
    called_pattern,
    first_pattern,
    identity_pattern,
    one_word_pattern,
    own_name_pattern,
    spoken_title_pattern,
    talk_pattern,
)
from onrecord.reading.talk.lead import may_be_person
from onrecord.reading.talk.place import LONGEST_TEXT, Page
from onrecord.reading.talk.role import is_role
from onrecord.text.fold import fold
from onrecord.text.name import (
    find_names,
    joined_names_pattern,
    match_opening_name,
    opens_with_small_word,
)
from onrecord.text.pattern import one_of

_CALLED = re.compile(r"(?:^|[,:–—]\s+)([A-ZÀ-ÖØ-Þ][\w’'-]+),\s")


def _with(texts: Sequence[str]) -> list[str]:
    """Return whom « Entretien avec … » names: full names, or a first name with its role."""
    for text in texts:
        for match in talk_pattern().finditer(text):
            names = find_names(match["names"])
            if names or is_role(text[match.end() : match.end() + 80].lstrip(", ")):
                return names or [match["names"]]
    return []


def _of_spoken_title(page: Page) -> list[str]:
    match = spoken_title_pattern().match(page.title)
    return [match["name"]] if match else []


def _of_captions(page: Page) -> list[str]:
    """Return whom a short line names with a role (« Léa Roux, maire de Vif »)."""
    return [match["name"] for match in _captions(page) if match["series"] or is_role(match["role"])][:1]


def find_caption_role(name: str, page: Page) -> str:
    """Return the role that a line of its own gives a name, or ""."""
    found = [match["role"].strip() for match in _captions(page) if match["name"] == name]
    return found[0] if found and is_role(found[0]) else ""


def _captions(page: Page) -> list[re.Match[str]]:
    """Return the short lines that name somebody and go on; of the head's, those of a series."""
    above = [match for text in page.lines if (match := identity_pattern().match(text))]
    below = [match for text in page.captions if (match := identity_pattern().match(text))]
    return [match for match in above if match["series"]] + below


def _of_title_and_lead(page: Page) -> list[str]:
    """Return the first full name of the title that the opening repeats."""
    opening = " ".join([page.description, *page.head[:3]])
    found = (_repeated(name, opening) for name in find_names(page.title))
    return [name for name in found if name and not opens_with_small_word(name)][:1]


def _of_answering(page: Page) -> list[str]:
    match = answer_pattern().search(" ".join(page.head)[:LONGEST_TEXT])
    return [match["name"]] if match else []


def _by_one_word(page: Page) -> list[str]:
    """Return the one word that a title says to be asked or to speak, and that the page says again.

    « Rencontre avec Sirocco », « Sirocco : « Je reste » »: a name without a last name.
    """
    match = one_word_pattern().search(page.title) if page.is_talk else None
    word = (match["named"] or match["speaks"]) if match else ""
    again = " ".join([page.description, *page.lines[1:], *page.lead, *page.asked])
    return [word] if word and re.search(rf"\b{re.escape(word)}\b", again) else []


def _called(page: Page) -> list[str]:
    """Return the one person whom questions call by full name (« Léa Roux, vous avez … »)."""
    matches = (called_pattern().match(text) for text in page.asked)
    found = {match["name"] for match in matches if match}
    return list(found) if len(found) == 1 else []


def _called_first(page: Page) -> list[str]:
    """Return the one person of the head whom two questions call by first name (« Léa, où … »)."""
    texts = [page.title, page.description, *page.lines, *page.lead, *page.captions]
    called = Counter(match[1] for text in page.asked for match in [_CALLED.search(text)] if match)
    found = {name for text in texts for name in find_names(text) if called[name.split()[0]] > 1}
    return list(found) if len(found) == 1 and all(map(may_be_person, found)) else []


def _called_beside(page: Page) -> list[str]:
    """Return the one person of the foot and the captions whom a question calls by first name."""
    called = {match[1] for text in page.asked if (match := _CALLED.search(text))}
    found = {name for text in page.closing for name in find_names(text) if name.split()[0] in called}
    return list(found) if len(found) == 1 and all(map(may_be_person, found)) else []


def _of_own_words(page: Page) -> list[str]:
    """Return who says their own name at the head of a page that asks nothing (« Je suis Léa Roux »)."""
    return _own_names(page.head[:4])[:1] if not page.asked else []


def _of_answered_name(page: Page) -> list[str]:
    """Return who says their own name in one of the first blocks of a page that asks (« Je suis … »).

    Believed of nobody whom the head names together with others: several answer.
    """
    found = set(_own_names(page.head))
    if len(found) != 1 or not page.is_talk or page.is_labelled:
        return []
    (name,) = found
    pairs = re.compile(rf"(?:{joined_names_pattern()})")
    joined = (one[0] for text in page.head for one in pairs.finditer(text))
    return [] if any(name in group and group != name for group in joined) else [name]


def _of_presented(page: Page) -> list[str]:
    """Return who answers with their name when asked who they are (« Léa Roux, éclusière à Vif. »)."""
    opened = [match[0] for text in page.presented if (match := match_opening_name(text))]
    found = {name for name in [*opened, *_own_names(page.presented)] if may_be_person(name)}
    return list(found) if len(found) == 1 else []


def _own_names(texts: Sequence[str]) -> list[str]:
    """Return the names by which speakers call themselves; « Je suis Chef Designer » has no name."""
    matches = (own_name_pattern().search(text) for text in texts)
    names = [match["name"] for match in matches if match]
    return [name for name in names if not any(map(is_role, name.split()))]


def _signed_in_title(page: Page) -> list[str]:
    """Return the name in the title that the file's name, an address or a signature spells too."""
    words = set(re.findall(r"[a-z]{2,}", fold(f"{page.id} {page.author}")))
    for name in find_names(page.title):
        parts = name.split()
        for count in range(len(parts), 1, -1):
            spelt = re.findall(r"[a-z]+", fold(" ".join(parts[:count])))
            if parts[count - 1][0].isupper() and set(spelt) <= words:
                return [" ".join(parts[:count])]
    return []


def _ends_title(page: Page) -> list[str]:
    """Return the full names that a title has after its colon (« … : Léa Roux et Ida Roc »)."""
    match = re.search(rf":\s+(?P<names>{joined_names_pattern()})\s*(?:$|,)", page.title)
    return find_names(match["names"]) if match and page.is_talk else []


def _after_with(page: Page) -> list[str]:
    """Return the one full name with which a title ends after « avec » (« L'eau, avec Léa Roux »)."""
    with_ = one_of("page", "byline", "with")
    pattern = rf"(?:^|\W)(?i:{with_})\s+(?P<names>{joined_names_pattern()})\s*(?:$|[,(])"
    match = re.search(pattern, page.title) if page.is_talk else None
    return find_names(match["names"]) if match else []


def _joined_in_title(page: Page) -> list[str]:
    """Return the full names that a title joins, on a page that asks somebody."""
    match = re.search(joined_names_pattern(), page.title) if page.is_talk else None
    names = find_names(match[0]) if match else []
    return names if len(names) > 1 and all(map(may_be_person, names)) else []


def _of_last_name_in_title(page: Page) -> list[str]:
    """Return the one full name of the opening whose last name stands in the title.

    Believed on a page that asks somebody, when a sentence begins with it: « le Grand Lyon » is not a
    person's.
    """
    words = set(re.findall(r"[A-ZÀ-ÖØ-Þ][\w’'-]{2,}", page.title)) if page.is_talk else set()
    texts = [page.description, *page.lines, *page.head[:3]]
    found = (match["name"] for text in texts for match in first_pattern().finditer(text))
    names = {name for name in found if name.split()[-1] in words and may_be_person(name)}
    return list(names) if len(names) == 1 else []


def _of_id(page: Page) -> list[str]:
    """Return the full names of the head that the file's name, or the page's address, spells."""
    words = set(re.findall(r"[a-z]{2,}", fold(page.id)))
    texts = [page.title, page.description, *page.lines, *page.lead]
    found = (name for text in texts for name in find_names(text))
    return [name for name in dict.fromkeys(found) if set(re.findall(r"[a-z]+", fold(name))) <= words][
        :3
    ]


def _repeated(name: str, text: str) -> str:
    """Return the longest beginning of `name`, of two words or more, that `text` holds, or ""."""
    parts = name.split()
    counts = (count for count in range(len(parts), 1, -1) if parts[count - 1][0].isupper())
    beginnings = (" ".join(parts[:count]) for count in counts)
    return next((beginning for beginning in beginnings if beginning in text), "")


RULES: tuple[tuple[Callable[[Page], list[str]], str, float], ...] = (
    (lambda page: _with([page.title]), "title", 5.0),
    (_of_spoken_title, "title", 4.0),
    (lambda page: _with(page.lines), "head of the page", 5.0),
    (lambda page: _with([page.description, *page.lead]), "lead", 3.0),
    (_of_captions, "line that says who", 3.5),
    (_of_title_and_lead, "title and lead", 2.5),
    (_signed_in_title, "title", 2.5),
    (_ends_title, "title", 2.5),
    (_after_with, "title", 2.5),
    (_joined_in_title, "title", 2.0),
    (_of_answering, "lead", 2.5),
    (_called, "questions that call by name", 2.5),
    (_called_first, "questions that call by name", 2.5),
    (_of_own_words, "own words", 2.5),
    (_of_answered_name, "own words", 2.5),
    (_of_presented, "own words", 3.0),
    (_of_last_name_in_title, "title and lead", 2.5),
    (_by_one_word, "title and lead", 2.5),
    (lambda page: find_thanked(page.closing) if page.is_talk else [], "foot", 2.0),
    (lambda page: find_told(page.closing) if page.is_talk else [], "foot", 1.6),
    (lambda page: find_described(page.closing) if page.is_talk else [], "foot", 1.2),
    (_called_beside, "foot", 1.2),
    (_of_id, "file's name", 2.0),
)
"""Where somebody may be named, and how much it counts for."""
