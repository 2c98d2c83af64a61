"""What a session remembers: the questions that were asked, and their answers.

All of it is immutable: a new question makes a new conversation. Files that a visitor keeps are written
by `onrecord.answer.export`. `answer_view` renders a conversation.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from onrecord.answer.answer import Answer
from onrecord.answer.export import Format, export_conversation, export_hits
from onrecord.answer.hit import Hit
from onrecord.answer.inquiry import Tell
from onrecord.archive import Archive
from onrecord.chat.browsing import NO_BROWSING, Browsing
from onrecord.chat.filters import NO_FILTERS, Filters, select_interviews
from onrecord.error import OnRecordError, QuestionError
from onrecord.interview import Interview
from onrecord.wording import say

MOST_EXCHANGES = 100  # of a conversation


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question with its answer, or with the message of the error that it met.

    `day` is the day of the question, the day of access in its citations. `filters` are those it was
    asked under; `liked` is the visitor's judgement, None before there is one. `elsewhere` is whether
    the other interviews answer, where those inside the filters do not.
    """

    question: str
    answer: Answer | None = None
    error: str = ""
    day: datetime.date = field(default_factory=datetime.date.today)
    filters: Filters = NO_FILTERS
    liked: bool | None = None
    elsewhere: bool = False

    @property
    def cited(self) -> tuple[Hit, ...]:
        """All passages of the answer, by rank: its hits, then the nearest."""
        return (*self.answer.hits, *self.answer.nearest) if self.answer is not None else ()

    @property
    def interview_ids(self) -> frozenset[str]:
        """The ids of the interviews that the answer takes a passage or a fact from."""
        facts = self.answer.facts if self.answer is not None else ()
        cited = {hit.interview_id for hit in self.cited}
        return frozenset(cited | {fact.interview_id for fact in facts})


@dataclass(frozen=True, slots=True)
class Conversation:
    """The exchanges of a session, oldest first.

    `language` is the page's ("fr" or "en"), `opened` the id of the interview that is open, "" for
    the first of the archive. `filters` are those of the next question. `resumed` is whether it was
    begun in an earlier session, and taken up again; `browsing` what is looked for in the library.
    """

    language: str = "fr"
    exchanges: tuple[Exchange, ...] = ()
    opened: str = ""
    filters: Filters = NO_FILTERS
    resumed: bool = False
    browsing: Browsing = NO_BROWSING

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions that have an answer, oldest first: the history of the next one."""
        return tuple(exchange.question for exchange in self.exchanges if exchange.answer is not None)


def put_question(
    archive: Archive,
    conversation: Conversation,
    question: str,
    before: Sequence[str] = (),
    tell: Tell | None = None,
) -> Conversation:
    """Ask the archive a question; return the conversation with one more exchange.

    A message of several questions makes one exchange for each. An error becomes an exchange too. Of
    more than `MOST_EXCHANGES`, the oldest are forgotten. `before` are questions before those of the
    conversation, which a follow-up may lean on too. `tell` is called with the passages that are read,
    before any of them is judged.
    """
    filters, history = conversation.filters, (*before, *conversation.questions)
    try:
        answer = archive.ask(question, history=history, on_candidates=tell, **filters.arguments)
        answers = answer.parts or (answer,)
        made = tuple(
            Exchange(
                one.question,
                one,
                filters=filters,
                elsewhere=_is_elsewhere(archive, one, filters, history),
            )
            for one in answers
        )
    except OnRecordError as error:
        why = error.tell(conversation.language)
        refused = say("refused", conversation.language, why=why)
        made = (Exchange(_printable(question), error=refused, filters=filters),)
    return replace(conversation, exchanges=(*conversation.exchanges, *made)[-MOST_EXCHANGES:])


def _is_elsewhere(archive: Archive, answer: Answer, filters: Filters, history: Sequence[str]) -> bool:
    """Return whether all interviews answer what those inside the filters do not."""
    return bool(filters) and not answer and bool(archive.ask(answer.question, history=history))


def judge_exchange(conversation: Conversation, number: int, liked: bool) -> Conversation:
    """Return the conversation with the visitor's judgement of exchange `number` (from 1)."""
    exchanges = list(conversation.exchanges)
    exchanges[number - 1] = replace(exchanges[number - 1], liked=liked)
    return replace(conversation, exchanges=tuple(exchanges))


def settle(interviews: Mapping[str, Interview], conversation: Conversation) -> Conversation:
    """Return the conversation without what rests on interviews that were removed.

    Answers that take anything from an interview that is not in `interviews` give way to a sentence
    that says so. Filters that name a speaker or a publication now gone are dropped.
    """
    lost = say("answer_removed", conversation.language)
    exchanges = tuple(
        one if one.interview_ids <= interviews.keys() else replace(one, answer=None, error=lost)
        for one in conversation.exchanges
    )
    filters = conversation.filters
    try:
        if filters:  # without any, no interview need be read
            select_interviews(interviews.values(), filters)
    except QuestionError:
        filters = NO_FILTERS
    return replace(conversation, exchanges=exchanges, filters=filters)


def keep_conversation(
    interviews: Mapping[str, Interview],
    conversation: Conversation,
    wanted: Format,
    number: int = 0,
    rank: int = 0,
) -> str:
    """Return a file to keep, as text in the wanted format.

    Parameters
    ----------
    number, rank
        The exchange (from 1) and the rank of the passage to cite; exchange 0 is the whole
        conversation.
    """
    exchanges = conversation.exchanges[number - 1 : number] if number else conversation.exchanges
    answers = [exchange.answer for exchange in exchanges if exchange.answer is not None]
    day = exchanges[-1].day if exchanges else datetime.date.today()
    if not number:
        return export_conversation(answers, interviews, wanted, day, conversation.language)
    hits = [hit for exchange in exchanges for hit in exchange.cited if hit.rank == rank]
    language = answers[0].language if answers else conversation.language
    return export_hits(hits, interviews, wanted, day, language)


def _printable(question: str) -> str:
    """Return the first 300 characters of a refused question, with "?" for lone surrogates."""
    start = question if len(question) <= 300 else question[:299] + "…"
    return start.encode("utf-8", "replace").decode()
