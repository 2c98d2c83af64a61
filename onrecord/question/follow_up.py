"""Whether a question leans on those before it, and how it reads with them.

The cues are data (`text/lexicon/*/follow_ups.toml`). Nothing here searches.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from onrecord.text.fold import fold
from onrecord.text.lexicon import load_lexicon, load_tables
from onrecord.text.name_index import NameIndex
from onrecord.text.word import content_words, words

FARTHEST = 4  # questions back that a chain is read with: benchmarks.retrieval, « between »
_MOST_WORDS = 3  # that carry meaning, in a question without a name that may lean on another
_MOST_WORDS_POINTING_BACK = 4  # the same where a word points back: « leur », « cela »


def is_follow_up(text: str) -> bool:
    """Say whether a question leans on the one before it.

    It does when it opens with « et », « mais » and the like, or when it is short on meaning of its
    own: a pronoun, and few words that carry meaning. « Que dit-il de l'open data ? » names its own
    subject: the pronoun is the speaker; so do « Quel est le prix du gazole ? » and, with two words
    that carry meaning and nothing that points back, « Comment détartrer une cafetière ? ».
    """
    folded = fold(text)
    own = content_words(text)
    if _cue("opening").match(folded) or not own:
        return True
    if _cue("speech").search(folded) or (len(own) > 1 and _cue("definite").match(folded)):
        return False
    if len(own) == 1:
        return True
    points_back = _points_back(text) or _cue("like_article").search(folded) is not None
    if not points_back and _cue("asking").match(folded):
        return False
    has_name = re.search(r"(?<!^)(?<![.?!] )\b[A-ZÀ-Þ]", text) is not None
    return len(own) <= (_MOST_WORDS_POINTING_BACK if points_back else _MOST_WORDS) and not has_name


def means_nothing_alone(text: str) -> bool:
    """Say whether a question means nothing alone: « et eux ? », not « Que change la loi ? »."""
    if not is_follow_up(text):
        return False
    points_back = _points_back(_cue("inverted").sub("", fold(text)))
    return points_back or _cue("opening").match(fold(text)) is not None or len(content_words(text)) <= 1


def lean_on(text: str, history: Sequence[str]) -> str:
    """Return a follow-up with the questions it leans on before it, oldest first.

    Parameters
    ----------
    history
        The earlier questions, oldest first, at least one. When the last means nothing
        alone, the one before is read too.
    """
    chain = [text]
    for earlier in reversed(history[-FARTHEST:]):
        chain.insert(0, earlier)
        if not means_nothing_alone(earlier):
            break
    return " ".join(chain)


def swap_name(text: str, earlier: str, names: NameIndex) -> str:
    """Return `earlier` put to the person whom « et Jeanne Le Bihan ? » names, or "".

    Parameters
    ----------
    names
        Finds those who speak.
    """
    named = _cue("opening").sub("", text, count=1).strip(" .?!…\u00a0")
    wanted, before = fold(named), fold(earlier)
    own = [(one.start, one.end) for one in names.find(wanted)]
    if own != [(0, len(wanted))] or len(before) != len(earlier):
        return ""
    for one in names.find(before):
        if before[one.start : one.end] != wanted:
            return earlier[: one.start] + named + earlier[one.end :]
    return ""


def asks_of_other(text: str) -> bool:
    """Say whether a question is « et elle ? » or the like, and nothing else."""
    return _cue("other").fullmatch(fold(text)) is not None


def _points_back(text: str) -> bool:
    """Say whether a word of a text stands for something said before it."""
    return not load_lexicon("leaning_words").isdisjoint(words(text))


@cache
def _cue(name: str) -> re.Pattern[str]:
    """Return the pattern of a cue of `follow_ups.toml`."""
    cue = load_tables("follow_ups")[name]
    verbs = sorted(load_lexicon("saying_verbs"), key=len, reverse=True)
    pattern = cue if isinstance(cue, str) else "|".join(cue)
    return re.compile(pattern.replace("{saying}", f"(?:{'|'.join(verbs)})"), re.I)
