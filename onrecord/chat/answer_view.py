"""The conversation as HTML: each question, the verdict in words, the quotations and their sources.

Answers are kept apart from the rest: quotations that answer are open, evidence that the missing part of
an interview answers has its own label, and the nearest passages are folded.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from onrecord.answer.answer import Answer, Fact, Verdict
from onrecord.answer.export import Format, to_text
from onrecord.answer.hit import Hit
from onrecord.chat.example import choose_examples
from onrecord.chat.filters import describe_filters, select_interviews
from onrecord.chat.link import link_to_answer, link_to_place
from onrecord.chat.mark import Paragraph, quote_paragraphs
from onrecord.chat.memory import MOST_RESUMED, write_exchange, write_filters
from onrecord.chat.question_list import Listed, list_questions
from onrecord.chat.recording import Recording, view_recording
from onrecord.chat.session import Conversation, Exchange
from onrecord.chat.suggestion import Suggestion, suggest_next
from onrecord.chat.template import render
from onrecord.interview import Card, Interview
from onrecord.wording import say

Interviews = Mapping[str, Interview]
_ASKED = "questions"  # a field of facts
_MOST_NAMED = 6  # people on the first screen
_MOST_LOOKED_AT = 24  # interviews, spread over all, for questions that serve as examples


@dataclass(frozen=True, slots=True)
class Quotation:
    """A hit on the page: its paragraphs with the quote marked, and what plays it.

    `copied` is what its button copies.
    """

    hit: Hit
    paragraphs: tuple[Paragraph, ...]
    copied: str
    recording: Recording | None = None

    @property
    def folds(self) -> bool:
        """Whether a part of the passage is far enough from its quote to be folded."""
        return any(piece.far for one in self.paragraphs for piece in one.pieces)


@dataclass(frozen=True, slots=True)
class AnswerView:
    """An answer on the page.

    `tone` is that of the answer, or "plain" for a greeting. `facts` are grouped by field, but for the
    questions that were put: they are `asked`, grouped by interview. `evidence` is the passage that
    suggests that a missing part of the interview answers, if any; `nearest` are folded under
    `nearest_label`.
    """

    tone: str
    headline: str
    notes: tuple[str, ...]
    facts: tuple[tuple[str, tuple[Fact, ...]], ...]
    asked: tuple[Listed, ...]
    quotations: tuple[Quotation, ...]
    evidence: tuple[Quotation, ...]
    nearest: tuple[Quotation, ...]
    nearest_label: str


@dataclass(frozen=True, slots=True)
class ExchangeView:
    """An exchange on the page.

    `link` asks its question again from elsewhere, "" where nobody else could; `kept` is what the
    browser remembers of it.
    """

    exchange: Exchange
    answer: AnswerView | None
    link: str
    kept: str


def show_conversation(
    interviews: Interviews,
    conversation: Conversation,
    asks_judgement: bool = False,
    private: Collection[str] = (),
    cards: Iterable[Card] | None = None,
) -> str:
    """Return the conversation as HTML: the welcome with example questions, then the exchanges.

    Parameters
    ----------
    asks_judgement
        Whether the visitor can say which answers are useful.
    private
        Ids of the interviews that only this visitor has: no judgement is asked of their answers.
    cards
        Those of all the interviews, where they are at hand: then few interviews are read.
    """
    language = conversation.language
    known = cards if cards is not None else [one.card for one in interviews.values()]
    asked = select_interviews(known, conversation.filters)
    looked_at = asked[:: 1 + len(asked) // _MOST_LOOKED_AT]
    return render(
        "conversation",
        language,
        interviews=interviews,
        asked=len(asked),
        speakers=describe_speakers(asked, language),
        examples=choose_examples((interviews[one.id] for one in looked_at), language),
        exchanges=_view_exchanges(interviews, conversation, private),
        kept_filters=write_filters(conversation),
        resumed=conversation.resumed,
        describe_filters=describe_filters,
        asks_judgement=asks_judgement,
        private=frozenset(private),
        suggestion=_suggest(interviews, conversation),
        formats=Format,
        link_to_place=link_to_place,
        most_resumed=MOST_RESUMED,
    )


def show_candidates(candidates: Sequence[Hit], language: str) -> str:
    """Return the passages that are being read as HTML: where they begin, none of them an answer yet."""
    return render("candidates", language, candidates=candidates)


def describe_archive(interviews: Interviews, language: str) -> str:
    """Return what the page is, in one sentence: for search engines and for links that are shared."""
    if not interviews:
        return say("about_none", language)
    if len(interviews) == 1:
        (interview,) = interviews.values()
        who = interview.people[0].name if interview.people else interview.name
        return say("about_one", language, name=who)
    return say("about_many", language, count=len(interviews))


def describe_speakers(interviews: Collection[Interview | Card], language: str) -> str:
    """Return who speaks in interviews, in one sentence; "" where nobody is named."""
    people = {person.name: person for one in interviews for person in one.people if person.name}
    if not people:
        return ""
    if len(people) == 1:
        (person,) = people.values()
        return say("speaks", language, who=person.described)
    named, others = list(people)[:_MOST_NAMED], max(0, len(people) - _MOST_NAMED)
    if others > 1:
        return say("speak_and_others", language, who=", ".join(named), count=others)
    *before, last = people
    return say("speak", language, who=", ".join(before), last=last)


def view_answer(interviews: Interviews, answer: Answer, day: datetime.date) -> AnswerView:
    """Return the view of an answer, in its own language; `day` is the day of access in citations."""
    headline, notes = _headline(answer)

    def quotation(hit: Hit) -> Quotation:
        interview = interviews[hit.interview_id]
        copied = to_text(hit, interview, day, answer.language)
        return Quotation(hit, quote_paragraphs(interview, hit), copied, view_recording(interview))

    unread = answer.verdict is Verdict.MAYBE_UNREAD
    nearest = [quotation(hit) for hit in answer.nearest]
    return AnswerView(
        tone=answer.tone if _is_about_interviews(answer) else "plain",
        headline=headline,
        notes=notes,
        facts=_group_facts(answer),
        asked=list_questions((one for one in answer.facts if one.field == _ASKED), interviews),
        quotations=tuple(quotation(hit) for hit in answer.hits),
        evidence=tuple(nearest[:1] if unread else ()),
        nearest=tuple(nearest[1:] if unread else nearest),
        nearest_label=say("fold_other" if answer.hits else "fold_nearest", answer.language),
    )


def _suggest(interviews: Interviews, conversation: Conversation) -> Suggestion | None:
    """Return what to ask after the last exchange; None before the first."""
    if not conversation.exchanges:
        return None
    return suggest_next(interviews, conversation.exchanges[-1], conversation.questions)


def _view_exchanges(
    interviews: Interviews, conversation: Conversation, private: Collection[str]
) -> list[ExchangeView]:
    views: list[ExchangeView] = []
    before: list[str] = []
    for exchange in conversation.exchanges:
        answer, link, view = exchange.answer, "", None
        if answer is not None:
            view = view_answer(interviews, answer, exchange.day)
            if exchange.interview_ids.isdisjoint(private):
                link = link_to_answer(answer, exchange.filters, before)
            before.append(exchange.question)
        views.append(ExchangeView(exchange, view, link, write_exchange(exchange)))
    return views


def _headline(answer: Answer) -> tuple[str, tuple[str, ...]]:
    """Return the verdict in words and the other notes; unless surely found, it is the first note."""
    if answer.verdict is Verdict.FOUND and not answer.is_doubtful:
        many = len({hit.interview_id for hit in answer.hits}) > 1
        of_many = len({fact.interview_id for fact in answer.facts}) > 1
        by_facts = "found_facts_many" if of_many else "found_facts"
        name = ("found_many" if many else "found") if answer.hits else by_facts
        return say(name, answer.language), answer.notes
    return (answer.notes[0], answer.notes[1:]) if answer.notes else ("", ())


def _is_about_interviews(answer: Answer) -> bool:
    """Return whether an answer is about the interviews, as one to a greeting is not."""
    return answer.verdict is not Verdict.NOT_SAID or bool(answer.nearest)


def _group_facts(answer: Answer) -> tuple[tuple[str, tuple[Fact, ...]], ...]:
    groups: dict[str, list[Fact]] = {}
    for fact in answer.facts:
        if fact.field == _ASKED:
            continue
        groups.setdefault(fact.field, []).append(fact)
    return tuple((field, tuple(facts)) for field, facts in groups.items())
