"""Who is interviewed and in which role, as the title, the description and the lead state it.

A role is what stands beside a name and begins with the word of a role (`lexicon/role_words.txt`,
or an ending such as -eur, -rice, -iste): « Léa Roux, maire de Vif », « la maire de Vif, Léa Roux ».
Nothing is guessed: no such words, no role.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from onrecord.interview import Person
from onrecord.reading.block import Block
from onrecord.reading.markup import plain
from onrecord.reading.metadata import Metadata
from onrecord.reading.name import NAME, is_full_name
from onrecord.word import fold, load_lexicon

_WITH = re.compile(
    r"(?:entretien|interview|rencontre|conversation|discussion|[ée]change|questions?|t[ée]moignage)\s+"
    rf"(?:(?i:exclusive?|crois[ée]e?)\s+)?(?:(?i:avec)|(?i:de)|d['’]|(?i:à)|(?i:with)|(?i:of))\s*"
    rf"(?P<names>{NAME}(?:(?:,| et| and| &) {NAME})*)",
    re.I,
)
_IDENTITY = re.compile(rf"(?P<name>{NAME}),\s+(?P<role>[^.!?]{{4,160}})$")
_SPOKEN_TITLE = re.compile(rf"(?P<name>{NAME})(?:,\s*(?P<role>[^:«]{{3,120}}?))?\s*:\s*[«“\"]")
_ANSWERS = re.compile(
    rf"(?P<name>{NAME})(?:,[^.!?:]{{0,160}}?)?\s+(?:a r[ée]pondu|r[ée]pond|nous r[ée]pond|"
    r"s['’]est confi[ée]e?|a accept[ée] de r[ée]pondre|revient (?:pour nous )?sur|answered)"
)
_CUE = re.compile(
    r"r[ée]pond|entretien|interview|questions|rencontr|raconte|se confie|revient|t[ée]moign|explique",
    re.I,
)
_ROLE_END = re.compile(
    r"[,;:.!?()\[\]«»“”\n]|\s[–—]\s|\s(?:qui|dont|est|a|ont|nous|revient|pr[ée]sente)\s"
)
_ROLE_ENDING = re.compile(
    r"\w{2,}(?:eure?|trice|euse|ienn?e?|iste|logue|graphe|crate|tech|naute|mane|nome|"
    r"ier|iere|ger|gere|cher|chere)s?"
)
_ARTICLE = re.compile(r"(?:(?:le|la|les|un|une|the|an?|l['’])\s?|ancien(?:ne)? |former |ex-)*", re.I)
_MOST_NAMES = 40
_LONGEST_ROLE = 160
_LONGEST_TEXT = 5000  # characters of the head of a page in which a role is looked for


def read_people(metadata: Metadata, blocks: Sequence[Block]) -> None:
    """Find who is interviewed in the title, in a caption « Name, role », or in the lead."""
    title, head = metadata.title[:500], [block.plain[:1000] for block in blocks[:12]]
    if not metadata.people and (match := _WITH.search(title)):
        names = [name.rstrip(".'’-") for name in re.findall(NAME, match["names"])]
        metadata.put("people", [Person(name) for name in names], "title")
    if not metadata.people and (match := _SPOKEN_TITLE.match(title)):
        metadata.put("people", [Person(match["name"])], "title")
    for block in blocks[:40]:
        identity = _IDENTITY.match(block.plain) if len(block.plain) < 200 else None
        if identity and not metadata.people and _is_role(identity["role"]):
            person = Person(identity["name"], identity["role"].strip())
            metadata.put("people", [person], f"line {block.line}")
    if not metadata.people and title:
        opening = metadata.description + " " + " ".join(head[:3])
        found = (_repeated(match[0], opening) for match in re.finditer(NAME, title))
        metadata.put("people", [Person(name) for name in found if name][:1], "title and lead")
    if not metadata.people and (match := _ANSWERS.search(" ".join(head)[:_LONGEST_TEXT])):
        metadata.put("people", [Person(match["name"])], "lead")
    if not metadata.people:
        _read_people_of_lead(metadata, [metadata.description, *head[:6]])


def _read_people_of_lead(metadata: Metadata, texts: Sequence[str]) -> None:
    """Take the one person whom a lead names with a role, when it says that it is about an interview."""
    lead = " ".join(text for text in texts if text.endswith((".", "!", "?", "…")))[:_LONGEST_TEXT]
    if not _CUE.search(lead):
        return
    named = {name for name in re.findall(NAME, lead) if find_role(name, [lead])}
    if len(named) == 1:
        metadata.put("people", [Person(named.pop())], "lead")


def complete_roles(metadata: Metadata, blocks: Sequence[Block]) -> None:
    """Give each person without a role the role that the title, description or lead states."""
    texts = _head_texts(metadata, blocks)
    if metadata.people and not any(person.role for person in metadata.people):
        metadata.people[:] = [Person(one.name, find_role(one.name, texts)) for one in metadata.people]
        if any(person.role for person in metadata.people):
            metadata.found_in["people"] += ", role in the title or lead"


def mentioned_names(metadata: Metadata, blocks: Sequence[Block]) -> list[str]:
    """Return the full names that the head of a page mentions, in order, so that initials find them."""
    found = (match[0] for text in _head_texts(metadata, blocks) for match in re.finditer(NAME, text))
    return [name for name in dict.fromkeys(found) if is_full_name(name)][:_MOST_NAMES]


def find_roles(names: Iterable[str], metadata: Metadata, blocks: Sequence[Block]) -> dict[str, str]:
    """Return the role of each of `names` for which the head of the page states one."""
    texts = _head_texts(metadata, blocks)
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


def _head_texts(metadata: Metadata, blocks: Sequence[Block]) -> list[str]:
    head = [block.plain[:_LONGEST_TEXT] for block in blocks[:12]]
    return [
        metadata.title[:500],
        metadata.heading[:500],
        plain(metadata.description[:_LONGEST_TEXT]),
        *head,
    ]


def _role_after(text: str) -> str:
    match = re.match(r"\s*(?:,\s*|\(\s*|\s[–—]\s|\sest\s)", text)
    if match is None:
        return ""
    rest = text[match.end() : match.end() + _LONGEST_ROLE]
    end = _ROLE_END.search(rest)
    role = (rest[: end.start()] if end else rest).strip()
    if match[0].strip() == "est":
        role = _ARTICLE.sub("", role, count=1) if role[:2] != "un" else ""
    return role if _is_role(role) and (end or len(rest) < _LONGEST_ROLE) else ""


def _role_before(text: str) -> str:
    match = re.search(r"(?:\b[lL][ea] |\b[lL]['’])(?P<role>[^,;:.!?()«»]{4,120}),\s*$", text[-160:])
    return match["role"].strip() if match and _is_role(match["role"]) else ""


def _is_role(text: str) -> bool:
    """Say whether words begin as a role does."""
    first = re.match(r"[\w-]+", fold(_ARTICLE.sub("", text.strip(), count=1)))
    if first is None:
        return False
    word = first[0]
    return word in load_lexicon("role_words") or _ROLE_ENDING.fullmatch(word) is not None


def _repeated(name: str, text: str) -> str:
    """Return the longest beginning of `name`, of two words or more, that `text` holds, or ""."""
    parts = name.split()
    counts = (count for count in range(len(parts), 1, -1) if parts[count - 1][0].isupper())
    beginnings = (" ".join(parts[:count]) for count in counts)
    return next((beginning for beginning in beginnings if beginning in text), "")
