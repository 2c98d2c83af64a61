"""Rewrites questions as hurried people type them: keywords, typing mistakes, texting.

Used by `training_batch.py`. Accents and capitals are not changed.
"""

import re

import numpy as np

# Words that people leave out in a search box: articles, pronouns, question words, auxiliaries.
_EMPTY = """
le la les l un une des de du d et ou où en au aux à a as est es sont ce cet cette ces c se s sa son
ses il elle ils elles on nous vous je j tu me m te t que qu qui quoi quel quelle quels quelles
comment pourquoi quand combien y ne n pas dans sur pour par avec ont avez avons avoir être était
étaient fut été leur leurs mon ma mes ton ta tes votre vos notre nos dont lequel laquelle lesquels
lesquelles peut peuvent doit doivent fait faire si
"""
EMPTY_WORDS = frozenset(_EMPTY.split())
TEXTING = {
    "est-ce que": "ske", "c'est": "c", "quelqu'un": "qqn", "quelque chose": "qqch",
    "pourquoi": "pk", "parce que": "pcq", "beaucoup": "bcp", "toujours": "tjs", "jamais": "jms",
    "combien": "cb", "comment": "cmt", "quelles": "kel", "quelle": "kel", "quels": "kel",
    "quel": "kel", "aujourd'hui": "ajd", "maintenant": "mtn", "vous": "vs", "nous": "ns",
    "dans": "ds", "avec": "av", "pour": "pr", "tout": "tt", "tous": "ts", "que": "ke", "qui": "ki",
}  # fmt: skip
_TEXTING = re.compile(r"\b(" + "|".join(map(re.escape, TEXTING)) + r")\b", re.IGNORECASE)
_WORD = re.compile(r"\w+")


def roughen_question(question: str, chance: np.random.Generator) -> str:
    """Return the question changed in one way, drawn by `chance`."""
    ways = (keep_keywords, mistype, write_as_texting, drop_signs)
    return ways[int(chance.integers(len(ways)))](question, chance)


def keep_keywords(question: str, chance: np.random.Generator) -> str:
    """Keep the words not in EMPTY_WORDS, sometimes shuffled; the whole question if there are none."""
    words = [word for word in _WORD.findall(question) if word.lower() not in EMPTY_WORDS]
    if chance.random() < 0.3:
        words = [words[place] for place in chance.permutation(len(words))]
    return " ".join(words) or question


def mistype(question: str, chance: np.random.Generator) -> str:
    """Drop, double, swap or replace a letter in a quarter of the long words, and at least in one."""
    places = [match.span() for match in _WORD.finditer(question) if len(match.group()) > 3]
    if not places:
        return question
    spoilt = [place for place in places if chance.random() < 0.25] or [
        places[int(chance.integers(len(places)))]
    ]
    for start, end in reversed(spoilt):
        question = question[:start] + _mistype_word(question[start:end], chance) + question[end:]
    return question


def write_as_texting(question: str, chance: np.random.Generator) -> str:
    """Abbreviate words as text messages do, each with a probability of 3/4."""
    return _TEXTING.sub(
        lambda found: TEXTING[found[0].lower()] if chance.random() < 0.75 else found[0], question
    ).rstrip(" ?")


def drop_signs(question: str, chance: np.random.Generator) -> str:
    """Remove punctuation; an apostrophe vanishes (« lécole ») or becomes a blank (« l école »)."""
    joint = "" if chance.random() < 0.5 else " "
    return " ".join(_WORD.findall(re.sub(r"(?<=\w)['’](?=\w)", joint, question))) or question


def _mistype_word(word: str, chance: np.random.Generator) -> str:
    """Misspell one letter of a word of four letters or more, not the first."""
    at = int(chance.integers(1, len(word) - 1))
    replaced = word[:at] + chr(ord("a") + int(chance.integers(26))) + word[at + 1 :]
    swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    ways = (word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:], swapped, replaced)
    return ways[int(chance.integers(len(ways)))]
