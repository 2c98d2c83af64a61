"""What a question is, once it is read: what it wants, in which words it is searched for."""

from __future__ import annotations

import enum
from dataclasses import dataclass


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


SEARCHED = frozenset({Intent.WORDS, Intent.COMPARE})
STEPS = frozenset({Intent.MORE, Intent.ELABORATE, Intent.CONTINUE})  # from the answer before
SMALL_TALK = frozenset({Intent.GREETING, Intent.THANKS})


@dataclass(frozen=True, slots=True)
class Question:
    """A question, read.

    Attributes
    ----------
    text
        As it was asked, without control characters.
    written
        The same with its spelling put right.
    search
        What is searched for: `written`, with the questions it leans on before it; the subject alone
        of a comparison.
    language
        "fr" or "en".
    field
        The fact that is wanted, "" where none is.
    name
        Whose interview is meant, folded, "" for all.
    leans
        Whether it is a follow-up, which leans on the questions before it.
    understood_as
        How a follow-up was read, None where nothing was added to it.
    steps
        Of a step (« autre chose ? »): the question whose answer it goes on from, and the steps taken
        since, oldest first, without this one. Empty where nothing was answered before.
    """

    text: str
    written: str
    search: str
    language: str
    intent: Intent = Intent.WORDS
    field: str = ""
    name: str = ""
    leans: bool = False
    understood_as: str | None = None
    steps: tuple[Question, ...] = ()
