"""In which role people speak, as the title, the description and the lead state it.

A role is the words beside a name that begin with the name of a role: « Léa Roux, maire de Vif »,
« la maire de Vif, Léa Roux ». Its first word is in `text/lexicon/<language>/role_words.txt` or has
an ending that `talk.toml` lists (-eur, -trice, -iste). Without such words the role stays empty.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache, partial

from onrecord.interview import Person
from onrecord.reading.block.block import Block
from onrecord.reading.page.metadata import Metadata
from onrecord.text.fold import fold
from onrecord.text.lexicon import load_lexicon
from onrecord.text.markup import plain
from onrecord.text.name import find_names, is_full_name, opens_with_small_word
from onrecord.text.pattern import one_of

_MOST_NAMES = 40
_LONGEST_ROLE = 160  # characters
_LONGEST_TEXT = 5000  # characters of the head of a page in which a role is looked for
_one_of = partial(one_of, "talk", "roles")  # the words of one list, as a pattern


def complete_roles(metadata: Metadata, blocks: Sequence[Block]) -> None:
    """Add the roles that title, description or lead state, when `metadata` has no role at all."""
    texts = head_texts(metadata, blocks)
    if metadata.people and not any(person.role for person in metadata.people):
        metadata.people[:] = [Person(one.name, find_role(one.name, texts)) for one in metadata.people]
        if any(person.role for person in metadata.people):
            metadata.found_in["people"] += ", role in the title or lead"


def mentioned_names(metadata: Metadata, blocks: Sequence[Block]) -> list[str]:
    """Return the full names that the head of a page mentions, in order, each once, at most 40.

    `Cast` resolves initials and single names to them. « So Jonas » at the start of a sentence
    is left out: what opens with a small word counts as a name only if it comes back.
    """
    texts = head_texts(metadata, blocks)
    counts = Counter(name for text in texts for name in find_names(text))
    names = [name for name in counts if is_full_name(name)]
    return [one for one in names if counts[one] > 1 or not opens_with_small_word(one)][:_MOST_NAMES]


def find_roles(names: Iterable[str], metadata: Metadata, blocks: Sequence[Block]) -> dict[str, str]:
    """Return the roles that the head of the page states, by name; names without one are left out."""
    texts = head_texts(metadata, blocks)
    roles = ((name, find_role(name, texts)) for name in names)
    return {name: role for name, role in roles if role}


def find_role(name: str, texts: Sequence[str]) -> str:
    """Return the first role that `texts` state beside `name`, verbatim, or ""."""
    for text in texts:
        start = text.find(name)
        while start >= 0:
            role = _role_after(text[start + len(name) :]) or _role_before(text[:start])
            if role:
                return role
            start = text.find(name, start + 1)
    return ""


def head_texts(metadata: Metadata, blocks: Sequence[Block]) -> list[str]:
    """Return the texts in which roles are looked for, the surest first, each cut to a length.

    They are the title, the heading, the head lines, the description and the first 12 blocks.
    """
    head = [block.plain[:_LONGEST_TEXT] for block in blocks[:12]]
    return [
        metadata.title[:500],
        metadata.heading[:500],
        *(line[:500] for line in metadata.head),
        plain(metadata.description[:_LONGEST_TEXT]),
        *head,
    ]


def _role_after(text: str) -> str:
    opening = _before_role().match(text)
    if opening is None:
        return ""
    match = _age().match(text, opening.end()) or opening
    rest = text[match.end() : match.end() + _LONGEST_ROLE]
    end = _end().search(rest)
    role = (rest[: end.start()] if end else rest).strip()
    if match is opening and opening["is"]:
        role = _without_opening(_article(), role) if not _indefinite().match(role) else ""
    return role if is_role(role) and (end or len(rest) < _LONGEST_ROLE) else ""


def _role_before(text: str) -> str:
    match = _role_with_article().search(text[-160:])
    return match["role"].strip() if match and is_role(match["role"]) else ""


def is_role(text: str) -> bool:
    """Return whether words begin with a role, after an article or « ancien »."""
    first = re.match(r"[\w-]+", fold(_without_opening(_lead_in(), text.strip())))
    if first is None:
        return False
    word = first[0]
    return word in load_lexicon("role_words") or _ending().fullmatch(word) is not None


def _without_opening(opening: re.Pattern[str], text: str) -> str:
    match = opening.match(text)
    return text[match.end() :] if match else text


@cache
def _before_role() -> re.Pattern[str]:
    """Return the pattern of what stands between a name and its role; `is` where that is a verb."""
    return re.compile(rf"\s*(?:,\s*|\(\s*|\s[–—]\s|\s(?P<is>{_one_of('is')})\s)")


@cache
def _age() -> re.Pattern[str]:
    """Return the pattern of an age before a role (« 45 ans, maire »)."""
    units = "|".join(one_of("talk", "ages", name) for name in ("units", "unit"))
    return re.compile(
        rf"(?:(?:\d{{1,3}}|[a-zéè-]+(?: [a-zéè-]+){{0,3}}?) (?:{units})|"
        rf"{one_of('talk', 'ages', 'aged')}|\d{{2}})\)?\s*,\s*",
        re.I,
    )


@cache
def _end() -> re.Pattern[str]:
    return re.compile(rf"[,;:.!?()\[\]«»“”\n]|\s[–—]\s|\s{_one_of('ends')}\s")


@cache
def _indefinite() -> re.Pattern[str]:
    return re.compile(_one_of("indefinite"))


@cache
def _role_with_article() -> re.Pattern[str]:
    """Return the pattern of a role before its name, at the end of a text (« la maire de Vif, »)."""
    return re.compile(rf"\b{_one_of('before_role')}(?P<role>[^,;:.!?()«»]{{4,120}}?),?\s*$")


@cache
def _article() -> re.Pattern[str]:
    """Return the pattern of an article, as a whole word: not the « an » of « ancien »."""
    return re.compile(rf"{_one_of('articles')}(?:(?<=['’])|\b)\s?", re.I)


@cache
def _lead_in() -> re.Pattern[str]:
    """Return the pattern of what may stand before a role's first word (« l'ancienne »)."""
    return re.compile(rf"(?:{_article().pattern}|{_one_of('former')})*", re.I)


@cache
def _ending() -> re.Pattern[str]:
    return re.compile(rf"\w{{2,}}{_one_of('endings')}s?")
