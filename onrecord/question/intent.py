"""What a question asks: of the interviews' words, of an interview itself, or nothing at all.

A follow-up (« et pour les communes ? ») is read with the questions before it. The patterns are data
(`lexicon/intents.toml`). Nothing here searches.
"""

from __future__ import annotations

import enum
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from onrecord.error import QuestionError
from onrecord.question.follow_up import FARTHEST, is_follow_up, lean_on, swap_name
from onrecord.question.spelling import respell
from onrecord.text.fold import fold
from onrecord.text.lexicon import load_lexicon, load_tables
from onrecord.text.word import words

LONGEST = 10_000  # characters
_ARCHIVES = (
    32  # whose names are kept as they are looked for: visitors who add interviews have their own
)


class Intent(enum.Enum):
    """What kind of answer a question wants."""

    WORDS = "words"  # what somebody said
    COMPARE = "compare"  # what each of several people said
    FACT = "fact"  # what is known of the interview itself
    SUMMARY = "summary"
    MORE = "more"  # the next passages that answer the question before
    ELABORATE = "elaborate"  # the rest of the answer that was quoted
    CONTINUE = "continue"  # the passage after the one that was quoted
    GREETING = "greeting"
    THANKS = "thanks"


STEPS = frozenset({Intent.MORE, Intent.ELABORATE, Intent.CONTINUE})  # these need an answer before
_SIMPLE = (Intent.GREETING, Intent.THANKS, Intent.SUMMARY, *sorted(STEPS, key=lambda step: step.value))
_SKIPPED = STEPS | {Intent.GREETING, Intent.THANKS}  # a follow-up leans on what was asked before these


@dataclass(frozen=True, slots=True)
class Question:
    """A question, read.

    `text` is as asked. `search` is what is searched for: the same, its spelling put right, or the
    subject of a comparison; with the questions before it for a follow-up, and then `understood_as`
    says so. `field` is the fact wanted; `name` whose interview is meant, folded, "" for all.
    """

    text: str
    search: str
    language: str
    intent: Intent = Intent.WORDS
    field: str = ""
    name: str = ""
    understood_as: str | None = None


def read_question(text: str, history: Sequence[str] = (), names: Iterable[str] = ()) -> Question:
    """Read a question.

    Parameters
    ----------
    text
        1 to 10,000 characters.
    history
        The questions asked before it, oldest first.
    names
        The people who speak in the interviews at hand.

    Raises
    ------
    QuestionError
        When it is empty or too long.
    """
    asked = check_question(text)
    written = respell(asked)
    language = guess_language(written)
    known = _fold_names(tuple(names))
    intent, field, subject = _find_intent(_strip(written), known)
    if intent is Intent.COMPARE:
        subject = " ".join(written.strip(_MARKS).split()[-len(subject.split()) :])
        return Question(asked, subject, language, intent)
    if intent is not Intent.WORDS:
        name = _find_name(_strip(written), known)
        return Question(asked, written, language, intent, field, name)
    earlier = _find_earlier(history, known) if is_follow_up(written) else []
    if earlier:
        swapped = swap_name(written, earlier[-1], _ways_to_name(known))
        joined = swapped or lean_on(written, earlier)
        return Question(asked, joined, language, understood_as=joined)
    return Question(asked, written, language)


def check_question(text: str) -> str:
    """Return `text` without control characters and blanks around.

    Raises
    ------
    QuestionError
        When nothing is left, or it is longer than LONGEST.
    """
    if len(text) > LONGEST:
        raise QuestionError.of("question_too_long", most=LONGEST, found=len(text))
    kept = "".join(c if c.isspace() or unicodedata.category(c) not in _INVISIBLE else " " for c in text)
    if not re.search(r"\w", kept):
        raise QuestionError.of("question_without_word")
    return " ".join(kept.split())


def guess_language(text: str) -> str:
    """Return "en" when more English than French function words stand in `text`, else "fr"."""
    found = words(text)
    english = sum(word in load_lexicon("english_words") for word in found)
    french = sum(word in load_lexicon("french_words") for word in found)
    return "en" if english > french else "fr"


def _find_earlier(history: Sequence[str], names: tuple[str, ...]) -> list[str]:
    """Return the last questions that a follow-up may lean on, oldest first."""
    asked = (respell(check_question(past)) for past in reversed(history) if past.strip())
    leanable = (past for past in asked if _find_intent(_strip(past), names)[0] not in _SKIPPED)
    return list(islice(leanable, FARTHEST))[::-1]


_MARKS = " .?!…,;:\u00a0\u202f'\"«»"  # around a question
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
_PLEASE = "(,? (s'il (te|vous) plait|please|merci))?"
_OF = (
    "(?:de la |de l'|de |du |des |d'|sur (?:la |le |les |l')?"
    "|au sujet (?:de |du |des |d')|a propos (?:de |du |des |d'))"
)


def _strip(text: str) -> str:
    """Return a question as the patterns are written: folded, without marks around."""
    return re.sub(r"\s+", " ", fold(text).strip(_MARKS))


def _find_intent(folded: str, names: tuple[str, ...]) -> tuple[Intent, str, str]:
    """Return what a folded question wants, with the field of a fact and the subject of a comparison."""
    for intent, field, pattern in _patterns(names):
        if found := pattern.fullmatch(folded):
            return intent, field, found.groupdict().get("subject") or ""
    return Intent.WORDS, "", ""


@lru_cache(maxsize=_ARCHIVES)
def _patterns(names: tuple[str, ...]) -> tuple[tuple[Intent, str, re.Pattern[str]], ...]:
    """Return the patterns of `lexicon/intents.toml` for archives where `names` speak, in order."""
    lexicon = load_tables("intents")
    name = _name_pattern(names)
    words_for_it = "|".join(sorted(load_lexicon("interview_words")))
    it = f"(?:{words_for_it})(?: (?:de |d'|du |avec |with |of ){name})?"
    slots = {"{it}": it, "{name}": name, "{please}": _PLEASE, "{of}": _OF}

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


def _find_name(folded: str, names: tuple[str, ...]) -> str:
    """Return the name that stands in a folded question, as it stands there, or ""."""
    found = re.search(rf"(?<!\w){_name_pattern(names)}(?!\w)", folded)
    return found[0] if found else ""


def _name_pattern(names: tuple[str, ...]) -> str:
    """Return what can stand for somebody, as a pattern."""
    ways = _ways_to_name(names)
    return f"(?:{'|'.join(map(re.escape, ways))})" if ways else "(?!)"


@lru_cache(maxsize=_ARCHIVES)
def _fold_names(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return names as patterns have them: folded, sorted, each once."""
    return tuple(sorted({fold(name) for name in names}))


@lru_cache(maxsize=_ARCHIVES)
def _ways_to_name(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return what can stand for somebody: a name in full, or its last words when long enough."""
    wanted = set(names)
    for name in names:
        parts = name.split()
        endings = (" ".join(parts[start:]) for start in range(1, len(parts)))
        wanted |= {ending for ending in endings if len(ending) > 2}
    return tuple(sorted(wanted, key=lambda way: (-len(way), way)))
