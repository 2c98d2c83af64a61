"""Who is interviewed, as the page states it. One rule reads each place, the surest place first.

The places: title, head lines, a caption « Name, role », the lead, the first questions. A rule that
is not sure finds nobody: a wrong name is worse than a missing one. `role` finds the roles, `cast`
the people whom only labels name, and `introduction` holds the wordings.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from onrecord.interview import Person
from onrecord.reading.block.block import Block, Look
from onrecord.reading.page.credit import is_of_medium
from onrecord.reading.page.metadata import Metadata
from onrecord.reading.talk.introduction import (
    age_pattern,
    answer_pattern,
    asker_pattern,
    called_pattern,
    cue_pattern,
    first_pattern,
    identity_pattern,
    own_name_pattern,
    spoken_title_pattern,
    talk_pattern,
)
from onrecord.reading.talk.role import find_role, is_role
from onrecord.text.fold import fold
from onrecord.text.lexicon import load_lexicon
from onrecord.text.mark import STOPS
from onrecord.text.markup import plain
from onrecord.text.name import find_names, is_full_name, match_opening_name, stands_for
from onrecord.text.pronoun import addresses

_LONGEST_TEXT = 5000  # characters of the head of a page in which a name is looked for
_MOST_LEADS = 8  # blocks before the first question in which a name is looked for
_MOST_ASKED = 30  # questions in which somebody may be called by name
_FEWEST_ASKED = 2


@dataclass(frozen=True, slots=True)
class _Page:
    """The texts of a page that can name somebody, as plain words, each cut to a length.

    `lines` are the lines over the text, `head` the first 12 blocks, `lead` the blocks before the
    first question, `asked` the questions, `author` who wrote the page or asked.
    """

    title: str
    description: str
    lines: list[str]
    head: list[str]
    lead: list[str]
    asked: list[str]
    author: str

    @property
    def is_talk(self) -> bool:
        """Whether the page has two questions or more, one of which addresses somebody."""
        return len(self.asked) >= _FEWEST_ASKED and any(map(addresses, self.asked))


def read_people(metadata: Metadata, blocks: Sequence[Block]) -> None:
    """Add to `metadata` who is interviewed, unless it names somebody already."""
    page = _make_page(metadata, blocks)
    rules: list[tuple[Callable[[_Page], list[str]], str]] = [
        (lambda page: _with([page.title]), "title"),
        (_of_spoken_title, "title"),
        (lambda page: _with(page.lines), "head of the page"),
    ]
    _put_first(metadata, page, rules)
    for block in blocks[:40]:
        identity = identity_pattern().match(block.plain) if len(block.plain) < 200 else None
        if identity and not metadata.people and is_role(identity["role"]):
            person = Person(identity["name"], identity["role"].strip())
            metadata.put("people", [person], f"line {block.line}")
    rules = [
        (_of_title_and_lead, "title and lead"),
        (_of_answering, "lead"),
        (_of_cued_lead, "lead"),
        (_called, "questions that call by name"),
        (_of_own_words, "own words"),
        (_of_last_name_in_title, "title and lead"),
        (_opening_lead, "lead"),
    ]
    _put_first(metadata, page, rules)


def _put_first(
    metadata: Metadata, page: _Page, rules: Iterable[tuple[Callable[[_Page], list[str]], str]]
) -> None:
    for rule, where in rules:
        if not metadata.people:
            metadata.put("people", [Person(name) for name in rule(page)], where)


def _make_page(metadata: Metadata, blocks: Sequence[Block]) -> _Page:
    lead = itertools.takewhile(lambda block: not block.is_question, blocks[:_MOST_LEADS])
    asked = itertools.islice((block for block in blocks if _asks(block)), _MOST_ASKED)
    return _Page(
        title=metadata.title[:500],
        description=plain(metadata.description[:_LONGEST_TEXT]),
        lines=[line[:500] for line in metadata.head],
        head=[block.plain[:1000] for block in blocks[:12]],
        lead=[block.plain[:1000] for block in lead],
        asked=[block.plain[:1000] for block in asked],
        author=metadata.author,
    )


def _asks(block: Block) -> bool:
    is_set_apart = block.look in (Look.HEADING, Look.BOLD) and len(block.plain) < 250
    return block.is_question or (is_set_apart and addresses(block.plain))


def _with(texts: Sequence[str]) -> list[str]:
    """Return the people whom « Entretien avec … » names."""
    match = next((match for text in texts if (match := talk_pattern().search(text))), None)
    return [name.rstrip(".'’-") for name in find_names(match["names"])] if match else []


def _of_spoken_title(page: _Page) -> list[str]:
    match = spoken_title_pattern().match(page.title)
    return [match["name"]] if match else []


def _of_title_and_lead(page: _Page) -> list[str]:
    """Return the first full name of the title that the opening repeats, at most one."""
    if not page.title:
        return []
    opening = " ".join([page.description, *page.head[:3]])
    found = (_repeated(name, opening) for name in find_names(page.title))
    return [name for name in found if name and not _opens_with_small_word(name)][:1]


def _of_answering(page: _Page) -> list[str]:
    match = answer_pattern().search(" ".join(page.head)[:_LONGEST_TEXT])
    return [match["name"]] if match else []


def _of_cued_lead(page: _Page) -> list[str]:
    """Return the only person whom the lead names with a role, when it announces an interview."""
    texts = [page.description, *page.head[:6]]
    lead = " ".join(text for text in texts if text.endswith(STOPS))[:_LONGEST_TEXT]
    if not cue_pattern().search(lead):
        return []
    named = {name for name in find_names(lead) if find_role(name, [lead])}
    named = {name for name in named if not _opens_with_small_word(name)}
    return list(named) if len(named) == 1 else []


def _called(page: _Page) -> list[str]:
    """Return the only person whom questions call by full name (« Léa Roux, vous avez … »)."""
    found = []
    for text in page.asked:
        match = called_pattern().match(text)
        if match and _is_person(match["name"], page):
            found.append(match["name"])
    return list(dict.fromkeys(found)) if len(set(found)) == 1 else []


def _of_own_words(page: _Page) -> list[str]:
    """Return who says « Je suis Léa Roux » at the head of a page without questions."""
    match = next((found for text in page.head[:4] if (found := own_name_pattern().search(text))), None)
    return [match["name"]] if match and not page.asked and _is_person(match["name"], page) else []


def _of_last_name_in_title(page: _Page) -> list[str]:
    """Return the only full name of the opening whose last name stands in the title.

    The page must ask somebody, and a sentence must begin with the name: so « le Grand Lyon » is
    not read as a name.
    """
    words = set(re.findall(r"[A-ZÀ-ÖØ-Þ][\w’'-]{2,}", page.title)) if page.is_talk else set()
    texts = [page.description, *page.lines, *page.head[:3]]
    found = (match["name"] for text in texts for match in first_pattern().finditer(text))
    names = {name for name in found if name.split()[-1] in words and _is_person(name, page)}
    return list(names) if len(names) == 1 else []


def _opening_lead(page: _Page) -> list[str]:
    """Return the only person with whom a paragraph of the lead opens, when role or age follows.

    The page must ask somebody, and no paragraph of the lead may open with another person.
    """
    opened = {}
    for text in [page.description, *page.lead] if page.is_talk else []:
        match = match_opening_name(text)
        if match and _is_person(match[0], page):
            says_who = find_role(match[0], [text[:300]]) or age_pattern().match(text, match.end())
            opened[fold(match[0])] = match[0] if says_who else ""
    names = [name for name in opened.values() if name]
    return names if len(opened) == 1 else []


def _is_person(name: str, page: _Page) -> bool:
    """Return whether a name may be the interviewee's: not a medium's, not the interviewer's.

    Words such as « À Die », which have the shape of a name, are refused too.
    """
    if not is_full_name(name) or is_of_medium(name) or _opens_with_small_word(name):
        return False
    if any(stands_for(name, author.strip()) for author in page.author.split(",") if author.strip()):
        return False
    before = (
        text[max(0, text.find(name) - 40) : text.find(name)] for text in page.head if name in text
    )
    return not any(asker_pattern().search(words) for words in before)


def _opens_with_small_word(name: str) -> bool:
    return fold(name.split(maxsplit=1)[0]) in load_lexicon("stop_words")


def _repeated(name: str, text: str) -> str:
    """Return the longest beginning of `name` that `text` contains, of two words or more, or ""."""
    parts = name.split()
    counts = (count for count in range(len(parts), 1, -1) if parts[count - 1][0].isupper())
    beginnings = (" ".join(parts[:count]) for count in counts)
    return next((beginning for beginning in beginnings if beginning in text), "")
