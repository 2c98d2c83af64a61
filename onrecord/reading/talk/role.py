"""In which role people speak, as the title, the description and the lead state it.

A role is what stands beside a name and begins with the word of a role (`lexicon/role_words.txt`,
or an ending such as -eur, -rice, -iste): « Léa Roux, maire de Vif », « la maire de Vif, Léa Roux ».
Nothing is guessed: no such words, no role.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from onrecord.interview import Person
from onrecord.reading.block.block import Block
from onrecord.reading.page.metadata import Metadata
from onrecord.text.fold import fold
from onrecord.text.lexicon import load_lexicon
from onrecord.text.markup import plain
from onrecord.text.name import NAME, is_full_name

_ROLE_END = re.compile(
    r"[,;:.!?()\[\]«»“”\n]|\s[–—]\s|\s(?:qui|dont|est|a|ont|nous|revient|pr[ée]sente)\s"
)
_ROLE_ENDING = re.compile(
    r"\w{2,}(?:eure?|trice|euse|ienn?e?|iste|logue|graphe|crate|tech|naute|mane|nome|"
    r"ier|iere|ger|gere|cher|chere)s?"
)
_ARTICLE = re.compile(r"(?:(?:le|la|les|un|une|the|an?|l['’])\s?|ancien(?:ne)? |former |ex-)*", re.I)
_AGE = re.compile(
    r"(?:(?:\d{1,3}|[a-zéè-]+(?: [a-zéè-]+){0,3}?)(?: ans?| years? old)|[âa]g[ée]+e? de \d+ ans|\d{2})"
    r"\)?\s*,\s*",
    re.I,
)
_MOST_NAMES = 40
_LONGEST_ROLE = 160
_LONGEST_TEXT = 5000  # characters of the head of a page in which a role is looked for


def complete_roles(metadata: Metadata, blocks: Sequence[Block]) -> None:
    """Give each person without a role the role that the title, description or lead states."""
    texts = head_texts(metadata, blocks)
    if metadata.people and not any(person.role for person in metadata.people):
        metadata.people[:] = [Person(one.name, find_role(one.name, texts)) for one in metadata.people]
        if any(person.role for person in metadata.people):
            metadata.found_in["people"] += ", role in the title or lead"


def mentioned_names(metadata: Metadata, blocks: Sequence[Block]) -> list[str]:
    """Return the full names that the head of a page mentions, in order, so that initials find them."""
    found = (match[0] for text in head_texts(metadata, blocks) for match in re.finditer(NAME, text))
    return [name for name in dict.fromkeys(found) if is_full_name(name)][:_MOST_NAMES]


def find_roles(names: Iterable[str], metadata: Metadata, blocks: Sequence[Block]) -> dict[str, str]:
    """Return the role of each of `names` for which the head of the page states one."""
    texts = head_texts(metadata, blocks)
    roles = ((name, find_role(name, texts)) for name in names)
    return {name: role for name, role in roles if role}


def find_role(name: str, texts: Sequence[str]) -> str:
    """Return the role that `texts` state of `name`, verbatim, or ""."""
    for text in texts:
        start = text.find(name)
        while start >= 0:
            role = _role_after(text[start + len(name) :]) or _role_before(text[:start])
            if role:
                return role
            start = text.find(name, start + 1)
    return ""


def head_texts(metadata: Metadata, blocks: Sequence[Block]) -> list[str]:
    """Return what states roles: title, heading, head lines, description, first blocks."""
    head = [block.plain[:_LONGEST_TEXT] for block in blocks[:12]]
    return [
        metadata.title[:500],
        metadata.heading[:500],
        *(line[:500] for line in metadata.head),
        plain(metadata.description[:_LONGEST_TEXT]),
        *head,
    ]


def _role_after(text: str) -> str:
    match = re.match(r"\s*(?:,\s*|\(\s*|\s[–—]\s|\sest\s)", text)
    if match is None:
        return ""
    match = _AGE.match(text, match.end()) or match
    rest = text[match.end() : match.end() + _LONGEST_ROLE]
    end = _ROLE_END.search(rest)
    role = (rest[: end.start()] if end else rest).strip()
    if match[0].strip() == "est":
        role = _ARTICLE.sub("", role, count=1) if role[:2] != "un" else ""
    return role if is_role(role) and (end or len(rest) < _LONGEST_ROLE) else ""


def _role_before(text: str) -> str:
    match = re.search(r"(?:\b[lL][ea] |\b[lL]['’])(?P<role>[^,;:.!?()«»]{4,120}?),?\s*$", text[-160:])
    return match["role"].strip() if match and is_role(match["role"]) else ""


def is_role(text: str) -> bool:
    """Say whether words begin as a role does."""
    first = re.match(r"[\w-]+", fold(_ARTICLE.sub("", text.strip(), count=1)))
    if first is None:
        return False
    word = first[0]
    return word in load_lexicon("role_words") or _ROLE_ENDING.fullmatch(word) is not None
