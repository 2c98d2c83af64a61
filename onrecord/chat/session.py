"""What a session remembers: the questions asked, and the answers they got.

Immutable: a new question makes a new conversation. What a reader keeps of it is written by
`onrecord.answer.export`. Nothing here is shown or searched.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from onrecord.answer.answer import Answer
from onrecord.answer.export import Format, export_conversation, export_hits
from onrecord.answer.hit import Hit
from onrecord.archive import Archive
from onrecord.chat.filters import NO_FILTERS, Filters, select_interviews
from onrecord.error import OnRecordError, QuestionError
from onrecord.interview import Interview
from onrecord.wording import say


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and its answer, or the sentence that says why there is none.

    `day` is when it was asked: the day its sources were read; `filters` those it was asked under;
    `liked` what the visitor said of the answer, None for nothing.
    """

    question: str
    answer: Answer | None = None
    error: str = ""
    day: datetime.date = field(default_factory=datetime.date.today)
    filters: Filters = NO_FILTERS
    liked: bool | None = None

    @property
    def cited(self) -> tuple[Hit, ...]:
        """Every passage the answer shows, by rank: those that answer, then the nearest."""
        return (*self.answer.hits, *self.answer.nearest) if self.answer is not None else ()

    @property
    def interview_ids(self) -> frozenset[str]:
        """The ids of the interviews that the answer shows anything of."""
        facts = self.answer.facts if self.answer is not None else ()
        cited = {hit.interview_id for hit in self.cited}
        return frozenset(cited | {fact.interview_id for fact in facts})


@dataclass(frozen=True, slots=True)
class Conversation:
    """The exchanges of a session, oldest first.

    `language` is the page's ("fr" or "en"), `opened` the id of the interview that is open, "" for
    the first. `filters` bound the next question.
    """

    language: str = "fr"
    exchanges: tuple[Exchange, ...] = ()
    opened: str = ""
    filters: Filters = NO_FILTERS

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions that were answered, oldest first: the history of the next one."""
        return tuple(exchange.question for exchange in self.exchanges if exchange.answer is not None)


def put_question(archive: Archive, conversation: Conversation, question: str) -> Conversation:
    """Ask `question` after those of the conversation; return the conversation with its exchange.

    A message of several questions makes an exchange of each.
    """
    filters = conversation.filters
    try:
        answer = archive.ask(question, history=conversation.questions, **filters.arguments)
        answers = answer.parts or (answer,)
        made = tuple(Exchange(one.question, one, filters=filters) for one in answers)
    except OnRecordError as error:
        why = error.tell(conversation.language)
        refused = say("refused", conversation.language, why=why)
        made = (Exchange(_printable(question), error=refused, filters=filters),)
    return replace(conversation, exchanges=(*conversation.exchanges, *made))


def judge_exchange(conversation: Conversation, number: int, liked: bool) -> Conversation:
    """Return the conversation with what the visitor says of the answer to exchange `number`."""
    exchanges = list(conversation.exchanges)
    exchanges[number - 1] = replace(exchanges[number - 1], liked=liked)
    return replace(conversation, exchanges=tuple(exchanges))


def settle(interviews: Mapping[str, Interview], conversation: Conversation) -> Conversation:
    """Return the conversation as the interviews at hand carry it: one that was cited may be gone.

    An answer that shows a lost interview is taken out, and filters that name nobody are dropped.
    """
    lost = say("answer_removed", conversation.language)
    exchanges = tuple(
        one if one.interview_ids <= interviews.keys() else replace(one, answer=None, error=lost)
        for one in conversation.exchanges
    )
    try:
        select_interviews(interviews.values(), conversation.filters)
    except QuestionError:
        return replace(conversation, exchanges=exchanges, filters=NO_FILTERS)
    return replace(conversation, exchanges=exchanges)


def keep_conversation(
    interviews: Mapping[str, Interview],
    conversation: Conversation,
    wanted: Format,
    number: int = 0,
    rank: int = 0,
) -> str:
    """Return in a format the passage of `rank` in exchange `number` (from 1), or all for number 0."""
    exchanges = conversation.exchanges[number - 1 : number] if number else conversation.exchanges
    answers = [exchange.answer for exchange in exchanges if exchange.answer is not None]
    day = exchanges[-1].day if exchanges else datetime.date.today()
    if not number:
        return export_conversation(answers, interviews, wanted, day, conversation.language)
    hits = [hit for exchange in exchanges for hit in exchange.cited if hit.rank == rank]
    language = answers[0].language if answers else conversation.language
    return export_hits(hits, interviews, wanted, day, language)


def _printable(question: str) -> str:
    """Return at most 300 characters of a question that was refused, as can be sent in UTF-8."""
    shown = question if len(question) <= 300 else question[:299] + "…"
    return shown.encode("utf-8", "replace").decode()
