"""A message becomes the questions in it: several only where each can be asked on its own."""

from __future__ import annotations

import re

from onrecord.question.follow_up import is_follow_up
from onrecord.question.intent import Intent, check_question, read_question

MOST_QUESTIONS = 5  # of one message; a reader can ask the others next
_LOOKED_AT = 50  # questions; a longer message is no list of questions
_QUESTION = re.compile(r"[^?？]*[?？]+[\s»”\"')]*")
_LAST_MARK = re.compile(r"[?？][\s»”\"')]*$")
_FARTHEST_MARK = 10  # characters from the end


def split_message(text: str) -> tuple[str, ...]:
    """Return the questions of a message, in order, each once; the whole message where it is one.

    It is split only when it ends with the last of its question marks, and none of its questions leans
    on the one before.

    Raises
    ------
    QuestionError
        When it is empty or too long.
    """
    whole = check_question(text)
    if not _LAST_MARK.search(whole[-_FARTHEST_MARK:]):
        return (whole,)  # looked at first: what follows the last mark is never gone through in vain
    parts = [part.strip() for part in _QUESTION.findall(whole) if re.search(r"\w", part)]
    if not 1 < len(parts) <= _LOOKED_AT or not all(_stands_alone(part) for part in parts[1:]):
        return (whole,)
    return tuple(dict.fromkeys(parts))


def _stands_alone(text: str) -> bool:
    read = read_question(text)
    if read.intent is Intent.WORDS:
        return not is_follow_up(text)
    return read.intent in (Intent.FACT, Intent.SUMMARY, Intent.COMPARE)
