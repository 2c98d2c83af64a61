"""Whose words a question is about: somebody named in full, by a last name, or by a title.

A last name may hold one slip of the keyboard. A title (« la maire ») stands for somebody only where
one person alone, of those who can be asked, has it as a role. Titles are data (`lexicon/titles.toml`).
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from onrecord.interview import Person
from onrecord.text.fold import fold
from onrecord.text.lexicon import load_lexicon, load_tables
from onrecord.text.word import content_words

_SHORTEST_LAST_NAME = 5  # letters; a shorter one counts with a capital alone
_SHORTEST_MISSPELT = 6  # letters; in a shorter name a slip makes another word
_LIKE = 0.88  # share of letters in common (difflib): one slip in a name of six letters or more
_PARTICLES = frozenset({"van", "von", "ben"})  # of names, beside the stop words
_MOST_WORDS = 60  # a question of more is a story: its words are not compared one by one


@dataclass(frozen=True, slots=True)
class Naming:
    """Who is named.

    `names` of people, as the interviews have them; `only` when the question asks what they say
    (« selon Léa Roux »), not of them alone; `title` the word that stood for the one person, or "".
    """

    names: frozenset[str] = frozenset()
    only: bool = False
    title: str = ""


def find_named(text: str, people: Iterable[Person]) -> Naming:
    """Return who of `people` a question names."""
    known = _read_people(tuple(people))
    found = _find_names(text, known)
    if found:
        return Naming(frozenset(found), any(_is_asked(text, place) for place in found.values()))
    misspelt = _find_misspelt(text, known)
    return Naming(misspelt) if misspelt else _find_title(text, known)


@dataclass(frozen=True, slots=True)
class _Known:
    """People as they are looked for, all folded.

    `full` names and last names (`owners`) lead to names as they are; `posts` lead from the first
    word of a role to what begins with it, and who has it.
    """

    full: dict[str, str]
    owners: dict[str, frozenset[str]]
    roles: dict[str, str]
    posts: dict[str, list[tuple[str, str]]]
    titles: re.Pattern[str]


@lru_cache(maxsize=32)
def _read_people(people: tuple[Person, ...]) -> _Known:
    roles = {person.name: _flat(person.role) for person in people if person.name}
    owners: dict[str, set[str]] = {}
    for name in roles:
        for part in _last_names(name):
            owners.setdefault(part, set()).add(name)
    posts: dict[str, list[tuple[str, str]]] = {}
    for name, role in roles.items():
        for post in role.split(" et "):
            if word := re.match(r"\w+", post):
                posts.setdefault(word[0], []).append((post, name))
    titles = sorted({*_titles(), *posts}, key=lambda title: (-len(title), title))
    articles = "le |la |l'|the |cette |cet |ce |du |au "
    return _Known(
        full={_flat(name): name for name in roles},
        owners={part: frozenset(names) for part, names in owners.items()},
        roles=roles,
        posts=posts,
        titles=re.compile(rf"(?<!\w)(?:{articles})({'|'.join(map(re.escape, titles))})(?!\w)"),
    )


def _find_names(text: str, known: _Known) -> dict[str, str]:
    """Return the people whose names stand in a text, each with how it stands there, folded."""
    folded = _flat(text)
    found = {}
    for full, name in known.full.items():
        if full in folded and re.search(rf"(?<!\w){re.escape(full)}(?!\w)", folded):
            found[name] = full
    rest = set(re.findall(r"\w+", folded)) - {word for full in found.values() for word in full.split()}
    cased = set(re.findall(r"\w+", _flat(" ".join(re.findall(r"[A-ZÀ-Þ][\w’'-]*", text)))))
    has_capitals = re.search(r"(?<!^)[A-ZÀ-Þ]", text) is not None
    for part in sorted(rest & known.owners.keys()):
        if part in cased or (not has_capitals and len(part) >= _SHORTEST_LAST_NAME):
            found |= dict.fromkeys(sorted(known.owners[part]), part)
    return found


def _last_names(name: str) -> list[str]:
    """Return the words of a name, folded, but for the first and for particles."""
    stop_words = load_lexicon("stop_words")
    parts = (part for part in _flat(name).split()[1:] if len(part) > 2)
    return [part for part in parts if part not in stop_words and part not in _PARTICLES]


def _find_misspelt(text: str, known: _Known) -> frozenset[str]:
    """Return the one person whose last name stands in a text with a slip, as a set; or nobody."""
    asked = [word for word in content_words(text) if len(word) >= _SHORTEST_MISSPELT]
    if len(asked) > _MOST_WORDS:
        return frozenset()
    by_letter: dict[str, list[str]] = {}
    for word in asked:
        by_letter.setdefault(word[0], []).append(word)
    found: set[str] = set()
    for part, owners in known.owners.items():
        near = by_letter.get(part[0], ())
        if near and len(part) >= _SHORTEST_MISSPELT:
            near = [word for word in near if abs(len(word) - len(part)) <= 1]
            found |= owners if difflib.get_close_matches(part, near, 1, _LIKE) else set()
    return frozenset(found) if len(found) == 1 else frozenset()


def _find_title(text: str, known: _Known) -> Naming:
    """Return the one person whose role is the title in a text: « le ministre », « the mayor »."""
    folded = _flat(text)
    for match in known.titles.finditer(folded):
        title = match[1]
        held = _find_holders(title, known)
        owned = [name for name in held if _belongs(folded[match.end() :], known.roles[name])]
        asked = _is_asked(text, title)  # « que dit le maire du gazole ? » asks of gazole
        if len(owned) == 1 or (asked and len(held) == 1):
            return Naming(frozenset(owned or held), asked and bool(owned), title)
    return Naming()


def _find_holders(title: str, known: _Known) -> list[str]:
    """Return whose role begins with a title, or with what it stands for."""
    held = {
        name: None
        for form in _titles().get(title, [title])
        for post, name in known.posts.get(form.split()[0].split("'")[0], [])
        if re.match(rf"{re.escape(form)}(?!\w)", post)
    }
    return list(held)


def _belongs(after: str, role: str) -> bool:
    """Say whether what follows a title (« de la Culture ») is of the role too, or says nothing."""
    following = re.match(r" (?:de la |de l'|de |du |des |d'|a la |a l'|au |aux |of |for )(\w+)", after)
    return following is None or following[1] in role or following[1] in load_lexicon("stop_words")


def _is_asked(text: str, place: str) -> bool:
    """Say whether a text asks for what somebody, who stands in it as `place`, says."""
    who = rf"(?:(?:monsieur |madame |m\.? |mme |le |la |l'|the )?(?:[\w'-]+ )?){re.escape(place)}(?!\w)"
    saying = r"(?:dit|disait|a dit|pense|pensait|explique|raconte|repond|propose|affirme|declare)"
    patterns = (
        rf"(?<!\w)(?:selon|d'apres|pour|according to|what (?:does|did)) {who}",
        rf"(?<!\w){saying} {who}",
        rf"(?<!\w){who} {saying}(?!\w)|(?<!\w){who} (?:says?|said|thinks?|thought|explains?)(?!\w)",
        rf"(?<!\w){who},? (?:que |qu'en )?{saying}[- ]",
    )
    folded = _flat(text)
    return any(re.search(pattern, folded) for pattern in patterns)


def _flat(text: str) -> str:
    """Return folded text, with blanks for hyphens: « Orsini-Valette » is « orsini valette »."""
    return re.sub(r"[\s-]+", " ", fold(text)).strip()


def _titles() -> dict[str, list[str]]:
    titles: dict[str, list[str]] = load_tables("titles")["titles"]
    return titles
