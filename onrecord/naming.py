"""Whose words a question is about: somebody named in full, by a last name, or by a title.

A last name may hold one slip of the keyboard. A title (« la maire ») stands for somebody only where
one person alone, of those who can be asked, has it as a role. Titles are data (`lexicon/titles.toml`).
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from onrecord.interview import Person
from onrecord.word import content_words, fold, load_lexicon

_SHORTEST_LAST_NAME = 5  # letters; a shorter one counts with a capital alone
_SHORTEST_MISSPELT = 6  # letters; in a shorter name a slip makes another word
_LIKE = 0.88  # share of letters in common (difflib): one slip in a name of six letters or more
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
    roles = {person.name: person.role for person in people if person.name}
    found = {name: place for name in roles if (place := _find_name(text, name))}
    if found:
        return Naming(frozenset(found), any(_is_asked(text, place) for place in found.values()))
    misspelt = _find_misspelt(text, roles)
    if misspelt:
        return Naming(frozenset(misspelt))
    return _find_title(text, roles)


def _find_name(text: str, name: str) -> str:
    """Return how a name stands in a text, folded, or ""."""
    folded = _flat(text)
    full = _flat(name)
    if re.search(rf"(?<!\w){re.escape(full)}(?!\w)", folded):
        return full
    spoken = set(re.findall(r"\w+", folded))
    cased = {_flat(word) for word in re.findall(r"[A-ZÀ-Þ][\w’'-]*", text)}
    known = {part for one in cased for part in (one, *one.split())}
    has_capitals = re.search(r"(?<!^)[A-ZÀ-Þ]", text) is not None
    for part in _last_names(name):
        if part not in spoken:
            continue
        if part in known or (not has_capitals and len(part) >= _SHORTEST_LAST_NAME):
            return part
    return ""


def _last_names(name: str) -> list[str]:
    """Return the words of a name, folded, but for the first and for particles."""
    particles = load_lexicon("stop_words") | {"van", "von", "ben", "el", "al"}
    return [part for part in _flat(name).split()[1:] if len(part) > 2 and part not in particles]


def _find_misspelt(text: str, names: Iterable[str]) -> set[str]:
    """Return the one person whose last name stands in a text with a slip, as a set; or nobody."""
    asked = [word for word in content_words(text) if len(word) >= _SHORTEST_MISSPELT]
    owners: dict[str, set[str]] = {}
    for name in names:
        for part in _last_names(name):
            if len(part) >= _SHORTEST_MISSPELT:
                owners.setdefault(part, set()).add(name)
    if len(asked) > _MOST_WORDS:
        return set()
    close = {like for word in asked for like in difflib.get_close_matches(word, owners, 2, _LIKE)}
    found = {name for part in close for name in owners[part]}
    return found if len(found) == 1 else set()


def _find_title(text: str, roles: dict[str, str]) -> Naming:
    """Return the one person whose role is the title in a text."""
    folded = _flat(text)
    for title, place in _find_titles(folded, roles):
        held = [name for name, role in roles.items() if _holds(role, title)]
        owned = [name for name in held if _belongs(folded[place:], roles[name])]
        asked = _is_asked(text, title)  # « que dit le maire du gazole ? » asks of gazole
        if len(owned) == 1 or (asked and len(held) == 1):
            return Naming(frozenset(owned or held), asked and bool(owned), title)
    return Naming()


def _find_titles(folded: str, roles: dict[str, str]) -> list[tuple[str, int]]:
    """Return the titles in a folded text, with where each ends: « le ministre », « the mayor »."""
    heads = {words[0] for role in roles.values() if (words := re.findall(r"[\w]+", _flat(role)))}
    titles = sorted({*_titles(), *heads}, key=lambda title: (-len(title), title))
    pattern = (
        rf"(?<!\w)(?:le |la |l'|the |cette |cet |ce |du |au )({'|'.join(map(re.escape, titles))})(?!\w)"
    )
    return [(match[1], match.end()) for match in re.finditer(pattern, folded)] if titles else []


def _holds(role: str, title: str) -> bool:
    """Say whether a role begins with a title, or with what it stands for."""
    flat = re.sub(r"^(?:ancien(?:ne)?|former|vice-?) ", "", _flat(role))
    return any(
        re.match(rf"{re.escape(form)}(?!\w)", flat) or re.search(rf" et {re.escape(form)}(?!\w)", flat)
        for form in _titles().get(title, [title])
    )


def _belongs(after: str, role: str) -> bool:
    """Say whether what follows a title (« de la Culture ») is of the role too, or says nothing."""
    following = re.match(r" (?:de la |de l'|de |du |des |d'|a la |a l'|au |aux |of |for )(\w+)", after)
    return (
        following is None or following[1] in _flat(role) or following[1] in load_lexicon("stop_words")
    )


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


@cache
def _titles() -> dict[str, list[str]]:
    text = files("onrecord").joinpath("lexicon", "titles.toml").read_text("utf-8")
    titles: dict[str, list[str]] = tomllib.loads(text)["titles"]
    return titles
