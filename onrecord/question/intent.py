"""What a question wants: an interview's words, a fact about the interview itself, or small talk.

The patterns are data (`text/lexicon/*/intents.toml`), compiled once. A person's name in a question is
replaced by a mark before the patterns are tried. Nothing here searches.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from onrecord.question.question import SMALL_TALK, STEPS, Intent
from onrecord.text.fold import fold
from onrecord.text.lexicon import load_lexicon, load_tables
from onrecord.text.name_index import NameIndex
from onrecord.text.word import words
from onrecord.wording import LANGUAGES

_MARKS = " .?!…,;:\u00a0\u202f'\"«»"  # stripped from both ends of a question
_QUOTED = re.compile(r"[«“\"]([^«»“”\"]*\w[^«»“”\"]*)[»”\"]")
_NAME = "\ue000"  # stands for a name in a question; a private character, which no text has
_SIMPLE = (  # intents whose table in intents.toml is a list of patterns, in the order of the trial
    *sorted(SMALL_TALK, key=lambda intent: intent.value),
    Intent.SUMMARY,
    Intent.OCCURRENCES,
    *sorted(STEPS, key=lambda intent: intent.value),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a question wants.

    `field` is the field of a fact, `subject` the subject of a comparison, folded; each is "" for
    other intents. `name` is the person whom the question names, folded, or "".
    """

    intent: Intent = Intent.WORDS
    field: str = ""
    subject: str = ""
    name: str = ""


def find_intent(text: str, names: NameIndex) -> Wanted:
    """Return what a question wants.

    Parameters
    ----------
    text
        The question, after `respell`.
    names
        Finds the people that the interviews are with.
    """
    folded = re.sub(r"\s+", " ", fold(text).strip(_MARKS))
    named = names.find(folded)
    name = folded[named[0].start : named[0].end] if named else ""
    variants = [folded, *(folded[: one.start] + _NAME + folded[one.end :] for one in named)]
    for intent, field, pattern in _patterns():
        for variant in variants:
            if found := pattern.fullmatch(variant):
                subject = (found.groupdict().get("subject") or "").replace(_NAME, name)
                return Wanted(intent, field, subject, name)
    return Wanted()


def find_quoted(text: str) -> str:
    """Return the first words between marks of quotation in a question, "" where there are none."""
    found = _QUOTED.search(text)
    return found[1].strip() if found else ""


def strip_marks(text: str) -> str:
    """Return a question without the punctuation and blanks around it."""
    return text.strip(_MARKS)


def guess_language(text: str) -> str:
    """Return the language ("fr" or "en") with the most function words in `text`; French on a tie."""
    found = words(text)
    counts = {
        language: sum(word in load_lexicon("function_words", language) for word in found)
        for language in LANGUAGES
    }
    return max(LANGUAGES, key=counts.__getitem__)


@cache
def _patterns() -> tuple[tuple[Intent, str, re.Pattern[str]], ...]:
    """Return the patterns of `intents.toml`, in the order of the trial: the first match decides."""
    lexicon = load_tables("intents")
    it = "|".join(sorted(load_lexicon("interview_words")))
    slots = {
        "{it}": rf"(?:{it})(?: (?:{'|'.join(lexicon['of_somebody'])}){_NAME})?",
        "{name}": _NAME,
        "{please}": f"(,? (?:{'|'.join(lexicon['please'])}))?",
        "{of}": f"(?:{'|'.join(lexicon['of'])})",
        "{saying}": f"(?:{'|'.join(sorted(load_lexicon('saying_verbs')))})",
    }

    def compile_(pattern: str) -> re.Pattern[str]:
        for slot, meaning in slots.items():
            pattern = pattern.replace(slot, meaning)
        return re.compile(pattern)

    simple = [(intent, "", lexicon[intent.value]) for intent in _SIMPLE]
    facts = [(Intent.FACT, field, patterns) for field, patterns in lexicon["fact"].items()]
    compare = (Intent.COMPARE, "", lexicon["compare"]["patterns"])
    return tuple(
        (intent, field, compile_(pattern))
        for intent, field, patterns in [*simple, *facts, compare]
        for pattern in patterns
    )
