"""A question that was read: its intent, the words that are searched, the questions it leans on.

`message` makes questions, `scope` and the answer use them. Nothing here reads or searches.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Intent(enum.Enum):
    """What kind of answer a question wants."""

    WORDS = "words"  # what somebody said
    COMPARE = "compare"  # what each of several people said
    FACT = "fact"  # what is known of the interview itself
    SUMMARY = "summary"
    OCCURRENCES = "occurrences"  # how often, and where, some words stand exactly
    MORE = "more"  # the next passages for the question before
    ELABORATE = "elaborate"  # the rest of the turn that was quoted
    CONTINUE = "continue"  # the passage after the one that was quoted
    GREETING = "greeting"
    THANKS = "thanks"
    PROGRAM = "program"  # who or what the program is
    SCORN = "scorn"


SEARCHED = frozenset({Intent.WORDS, Intent.COMPARE})
STEPS = frozenset({Intent.MORE, Intent.ELABORATE, Intent.CONTINUE})  # go on from the last answer
SMALL_TALK = frozenset({Intent.GREETING, Intent.THANKS, Intent.PROGRAM, Intent.SCORN})


@dataclass(frozen=True, slots=True)
class Question:
    """A question that was read.

    Attributes
    ----------
    text
        The question as it was asked, on one line, without control characters.
    written
        `text` with hurried spelling written out, for matching.
    search
        The text that is searched: `written`, after the questions it leans on; of a comparison, the
        subject alone; of a question for exact words, these words as they were quoted.
    language
        "fr" or "en".
    intent
        What kind of answer it wants.
    field
        The field of the fact that it wants, "" for other intents.
    name
        The folded name of the person it names, "" for nobody.
    leans
        Whether it is a follow-up, which leans on the questions before it.
    understood_as
        `search`, if a follow-up was joined to earlier questions; None otherwise.
    steps
        For a step (« autre chose ? »): the searched question that it goes on from, then the earlier
        steps, oldest first. Empty for other intents, and where there is no such question.
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
