"""What a question asks: of the interviews' words, of an interview itself, or nothing at all.

It also reads a follow-up (« et pour les communes ? ») with the question before it. The patterns
are data (`lexicon/intents.toml`). Nothing here searches.
"""

from __future__ import annotations

import enum
import re
import tomllib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from onrecord.error import QuestionError
from onrecord.word import content_words, fold, load_lexicon, words

LONGEST = 10_000  # characters


class Intent(enum.Enum):
    """What kind of answer a question wants."""

    WORDS = "words"  # what somebody said
    FACT = "fact"  # what is known of the interview itself
    SUMMARY = "summary"
    GREETING = "greeting"
    THANKS = "thanks"


@dataclass(frozen=True, slots=True)
class Question:
    """A question, read.

    `text` is as asked, `search` what is searched for: the same, or joined with the question before
    it, and then `understood_as` says so. `field` is the fact wanted; `name` whose interview is meant,
    folded, "" for all.
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
    language = guess_language(asked)
    folded = fold(asked).strip(" .?!…,;:\u00a0'\"«»")
    folded = re.sub(r"\s+", " ", folded)
    known = tuple(sorted({fold(name) for name in names}))
    for intent, field, pattern in _patterns(known):
        if pattern.fullmatch(folded):
            return Question(asked, asked, language, intent, field, _find_name(folded, known))
    earlier = next((past for past in reversed(history) if past.strip()), "")
    if earlier and is_follow_up(asked):
        joined = f"{check_question(earlier)} {asked}"
        return Question(asked, joined, language, understood_as=joined)
    return Question(asked, asked, language)


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


def is_follow_up(text: str) -> bool:
    """Say whether a question leans on the one before it.

    It does when it opens with « et », « mais » and the like, or when it is short on meaning of its
    own: a pronoun, and few words that carry meaning. « Que dit-il de l'open data ? » names its own
    subject: the pronoun is the speaker.
    """
    folded = fold(text)
    own = content_words(text)
    if re.match(r"(?:et|mais|and|but|ou bien|alors)\b", folded) or not own:
        return True
    if _SUBJECT_OF_SPEECH.search(folded):
        return False
    if len(own) == 1:
        return True
    has_pronoun = any(word in load_lexicon("pronouns") for word in words(text))
    has_name = re.search(r"(?<!^)(?<![.?!] )\b[A-ZÀ-Þ]", text) is not None
    return len(own) <= (4 if has_pronoun else 3) and not has_name


_SUBJECT_OF_SPEECH = re.compile(
    r"\b(?:dit|dis|disent|pense|pensent|parle|parlent|evoque|explique|propose|repond|raconte)"
    r"(?:-t)?-(?:il|elle|ils|elles|on)\b[^,]{0,20}?\b(?:de|du|des|d'|sur|a propos|au sujet)"
    r"|\b(?:he|she|they) (?:say|think|talk)s? (?:about|of|on)\b"
)
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}


@cache
def _patterns(names: tuple[str, ...]) -> tuple[tuple[Intent, str, re.Pattern[str]], ...]:
    """Return the patterns of `lexicon/intents.toml` for archives where `names` speak, in order."""
    text = files("onrecord").joinpath("lexicon", "intents.toml").read_text("utf-8")
    lexicon = tomllib.loads(text)
    name = _name_pattern(names)
    words_for_it = "|".join(sorted(load_lexicon("interview_words")))
    it = f"(?:{words_for_it})(?: (?:de |d'|du |avec |with |of ){name})?"

    def compile_(pattern: str) -> re.Pattern[str]:
        return re.compile(pattern.replace("{it}", it).replace("{name}", name))

    simple = [
        (intent, "", lexicon[intent.value])
        for intent in (Intent.GREETING, Intent.THANKS, Intent.SUMMARY)
    ]
    facts = [(Intent.FACT, field, patterns) for field, patterns in lexicon["fact"].items()]
    return tuple(
        (intent, field, compile_(pattern))
        for intent, field, patterns in [*simple, *facts]
        for pattern in patterns
    )


def _find_name(folded: str, names: tuple[str, ...]) -> str:
    """Return the name that stands in a folded question, as it stands there, or ""."""
    found = re.search(rf"(?<!\w){_name_pattern(names)}(?!\w)", folded)
    return found[0] if found else ""


def _name_pattern(names: tuple[str, ...]) -> str:
    """Return what can stand for somebody: a name in full, or its last words when long enough."""
    wanted = set(names)
    for name in names:
        parts = name.split()
        endings = (" ".join(parts[start:]) for start in range(1, len(parts)))
        wanted |= {ending for ending in endings if len(ending) > 2}
    longest_first = sorted(map(re.escape, wanted), key=lambda pattern: (-len(pattern), pattern))
    return f"(?:{'|'.join(longest_first)})" if wanted else "(?!)"
