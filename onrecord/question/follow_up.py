"""Whether a question leans on those before it, and how it reads with them.

`cue` finds what tells it; this module decides what the cues add up to. Nothing here searches.
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.question.cue import find_cues, match_opening
from onrecord.text.fold import fold
from onrecord.text.name_index import NameIndex

FARTHEST = 4  # questions back that a chain is read with: benchmarks.retrieval, « between »

_MOST_WORDS = 4  # of its own, in a question that still leans: tests/questions/follow_ups.jsonl


def is_follow_up(text: str) -> bool:
    """Return whether a question leans on the one before it.

    It does when it has no word of its own (« Pourquoi ? »), when a word stands for something said
    before (« Qui les ramasse ? »), when it opens with « et » and has one word of its own (« Et qui
    paie ? »), or when it has no verb (« À quel prix ? »). It does not when it has many words of its
    own, nor when it is key words (« budget formation »). « Il », « elle » and « son » are the person
    interviewed.

    Parameters
    ----------
    text
        A question, spelled with care (`respell`).
    """
    cues = find_cues(text)
    if not cues.own:
        return True
    if cues.own > _MOST_WORDS:
        return False
    if cues.points or (cues.goes_on and cues.own == 1 and not cues.names):
        return True
    if cues.has_clause:
        return False
    return not cues.names if cues.asks else cues.marked or cues.goes_on


def means_nothing_alone(text: str) -> bool:
    """Return whether a question means nothing alone: « et eux ? », not « Que change la loi ? »."""
    cues = find_cues(text)
    return is_follow_up(text) and (
        cues.points or cues.own <= 1 or match_opening(fold(text)) is not None
    )


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
    opening = match_opening(text)
    named = text[opening.end() if opening else 0 :].strip(" .?!…\u00a0")
    wanted, before = fold(named), fold(earlier)
    own = [(one.start, one.end) for one in names.find(wanted)]
    if own != [(0, len(wanted))] or len(before) != len(earlier):
        return ""
    for one in names.find(before):
        if before[one.start : one.end] != wanted:
            return earlier[: one.start] + named + earlier[one.end :]
    return ""
