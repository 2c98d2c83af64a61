"""Who is interviewed, as the page says it: what each place says of one name is added up.

What speaks against a name counts too: an article before it, a medium's word, a journalist's. Where no
name has enough, or two have equally much, nobody is named: a wrong name is worse than no name. `role`
finds roles, `cast` people whom labels alone name, `mention` reads the places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord.interview import Person
from onrecord.reading.block.block import Block
from onrecord.reading.page.metadata import Metadata
from onrecord.reading.talk.introduction import article_pattern, asker_pattern
from onrecord.reading.talk.lead import find_presented, may_be_person, weigh_lead
from onrecord.reading.talk.mention import RULES, find_caption_role
from onrecord.reading.talk.place import Page, make_page
from onrecord.reading.talk.voice import Known
from onrecord.text.fold import fold
from onrecord.text.name import is_organisation, stands_for

_ENOUGH = 2.0  # evidence that names somebody
_SURE = {
    "lead": 0.88,
    "title and lead": 0.9,
    "questions that call by name": 0.92,
    "own words": 0.92,
    "foot": 0.85,
}


@dataclass(slots=True)
class _Candidate:
    """A name, what speaks for it, and the place that says most; `group` are those named with it."""

    name: str
    weight: float = 0.0
    where: str = ""
    most: float = 0.0
    role: str = ""
    group: list[str] = field(default_factory=list)


def read_people(metadata: Metadata, blocks: Sequence[Block], closing: list[str], id_: str) -> None:
    """Find who is interviewed, when nothing surer has said it; `closing` are texts after the talk."""
    if metadata.people:
        return
    page = make_page(metadata, blocks, closing, id_)
    found: dict[str, _Candidate] = {}
    for rule, where, weight in RULES:
        names = [name.rstrip(".'’-") for name in rule(page)]
        for name in names:
            _count(found, name, where, weight, names)
    told = weigh_lead(page)
    for name, weight in told.items():
        if weight > 0:
            _count(found, name, "lead", weight, find_presented(page, told))
    for candidate in found.values():
        candidate.weight += _weigh_against(candidate.name, page)
    ranked = sorted(found.values(), key=lambda one: -one.weight)
    if not ranked or ranked[0].weight < _ENOUGH:
        return
    best = ranked[0]
    chosen = [one.name for one in found.values() if one.name in best.group and one.weight >= _ENOUGH]
    rivals = [one for one in ranked if one.name not in chosen and one.weight > best.weight - 0.5]
    if chosen and not rivals:
        roles = {name: find_caption_role(name, page) for name in chosen}
        metadata.put("people", [Person(name, roles[name]) for name in chosen], best.where)


def find_known(metadata: Metadata) -> Known:
    """Return who takes part, as the page says it: who is sure to answer, who speaks, who asks."""
    names = tuple(person.name for person in metadata.people)
    askers = tuple(name for name in (*metadata.author.split(", "), metadata.publication) if name)
    if metadata.are_speakers and len(names) > 1:
        return Known(speakers=names, askers=askers)
    return Known(interviewed=names, askers=askers)


def weigh_source(metadata: Metadata) -> float:
    """Return how sure it is (0..1) who is interviewed, by the place of the page that says so."""
    where = metadata.found_in.get("people", "").partition(",")[0]
    return _SURE.get(where, 0.99 if where.endswith(".yaml") else 0.96)


def _count(
    found: dict[str, _Candidate], name: str, where: str, weight: float, group: list[str]
) -> None:
    """Add what a place says of a name; a name and a longer one that holds it count as one."""
    known = next((key for key in found if stands_for(name, key) or stands_for(key, name)), name)
    one = found.setdefault(known, _Candidate(known))
    one.weight += weight
    if weight > one.most:
        one.most, one.where, one.group = weight, where, [*group, known]


def _weigh_against(name: str, page: Page) -> float:
    """Return what speaks against a name: it is the interviewer's, or not a person's."""
    weight = 0.0
    if any(stands_for(name, author.strip()) for author in page.author.split(",") if author.strip()):
        weight -= 0.5 if fold(name) in fold(page.title) else 4.0  # who is asked may sign the page
    if (" " in name and not may_be_person(name)) or is_organisation(name):
        weight -= 4.0
    texts = [page.title, page.description, *page.head]
    before = [text[max(0, text.find(name) - 40) : text.find(name)] for text in texts if name in text]
    weight -= 4.0 if any(asker_pattern().search(words) for words in before) else 0.0
    return weight - (4.0 if any(article_pattern().search(words) for words in before) else 0.0)
