"""A question for exact words (« Combien de fois dit-il « startup » ? ») becomes an Answer.

The words are counted and shown where they stand, by `occurrence`; nothing is searched by meaning.
"""

from __future__ import annotations

from itertools import islice

from onrecord.answer.answer import Answer, Verdict
from onrecord.answer.hit import Hit, Quote, make_hit, number_hits
from onrecord.answer.inquiry import Sources
from onrecord.answer.occurrence import Occurrence, find_words
from onrecord.question.question import Question
from onrecord.question.scope import Scope, narrow
from onrecord.retrieval.passage import Passage
from onrecord.text.span import Span
from onrecord.wording import say


def tell_words(sources: Sources, question: Question, scope: Scope, k: int) -> Answer:
    """Return how often the words of `question.search` stand in a scope, and their first k passages.

    Each passage is marked at the sentence of the first of them. The verdict is NOT_SAID where they
    stand nowhere.
    """
    searcher, language = sources.searcher, question.language
    scope = narrow(scope, question, sources.people, searcher.index.cards)
    found = list(find_words(searcher.index.read(scope.interviews), question.search, scope))
    first: dict[Passage, Occurrence] = {}
    for one in found:
        row = searcher.index.row_at(one.interview_id, one.start)
        first.setdefault(searcher.index.passages[row], one)
    hits = [_make_hit(sources, *pair, language) for pair in islice(first.items(), k)]
    name = ("occurs_once" if len(found) == 1 else "occurs") if found else "occurs_nowhere"
    counts = {"times": str(len(found)), "passages": str(len(first))}
    notes = [say(name, language, words=question.search, **counts)]
    notes += [] if found else _tell_elsewhere(sources, question, scope)
    return Answer(
        question.text,
        Verdict.FOUND if found else Verdict.NOT_SAID,
        hits=tuple(number_hits(hits)),
        notes=(*notes, *scope.notes),
        language=language,
    )


def _tell_elsewhere(sources: Sources, question: Question, scope: Scope) -> list[str]:
    """Return where words that are not said to the letter stand all the same: other forms, questions."""
    interviews, words = list(sources.searcher.index.read(scope.interviews)), question.search
    formed = sum(1 for _ in find_words(interviews, words, scope, any_form=True))
    asked = sum(1 for _ in find_words(interviews, words, scope, asked=True))
    counts = (("occurs_formed", formed), ("occurs_asked", asked))
    return [say(name, question.language, times=count) for name, count in counts if count]


def _make_hit(sources: Sources, passage: Passage, one: Occurrence, language: str) -> Hit:
    """Return a passage as a hit, marked at the sentences that hold an occurrence."""
    inside = [span for span in passage.sentences if span.start < one.end and one.start < span.end]
    start, end = inside[0].start, inside[-1].end
    quote = Quote(passage.cut_out(Span(start, end)), start, end)
    return make_hit(sources.searcher.interviews[passage.interview_id], passage, quote, language)
