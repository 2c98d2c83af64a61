"""The verdict on an inquiry, and its answer: found, maybe unread, or not said.

The scores of the judge decide; notes say how the question was read and what is missing. The leads of
incomplete interviews are matched here, as evidence; nothing else is searched.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import replace

from onrecord.answer.answer import Answer, Verdict
from onrecord.answer.confidence import touches
from onrecord.answer.fact import describe_gap
from onrecord.answer.hit import Hit, number_hits
from onrecord.answer.inquiry import Inquiry, find_hits, judge_candidates, take_candidates
from onrecord.text.near_duplicate import find_shingles, repeats
from onrecord.wording import say, say_share


def compose(inquiry: Inquiry, k: int) -> Answer:
    """Return the answer to an inquiry, with at most k passages (k from 1)."""
    if inquiry.result is None:
        return make_answer(inquiry, Verdict.NOT_SAID, notes=[_say(inquiry, "nothing_in_scope")])
    hits = find_hits(inquiry, k)
    sure = _count_sure(inquiry, hits)
    if sure:
        return _compose_found(inquiry, hits, sure)
    evidence = _find_evidence(inquiry)
    if evidence is not None:
        return _compose_unread(inquiry, evidence, hits, k)
    many = len(inquiry.scope.interviews) > 1
    not_said = _say(inquiry, "not_said_many" if many else "not_said")
    return make_answer(
        inquiry, Verdict.NOT_SAID, nearest=hits, notes=[not_said, *_scope_notes(inquiry)]
    )


def compose_more(inquiry: Inquiry, k: int, shown: Collection[int]) -> Answer:
    """Return the answer that the next k passages give, without the rows `shown`."""
    hits = find_hits(inquiry, k, shown)
    sure = _count_sure(inquiry, hits)
    if sure:
        return _compose_found(inquiry, hits, sure)
    note = _say(inquiry, "nothing_else" if hits else "nothing_more")
    return make_answer(inquiry, Verdict.NOT_SAID, nearest=hits, notes=[note, *_scope_notes(inquiry)])


def make_answer(
    inquiry: Inquiry,
    verdict: Verdict,
    hits: Sequence[Hit] = (),
    nearest: Sequence[Hit] = (),
    notes: Sequence[str] = (),
) -> Answer:
    """Return an answer to the question of an inquiry, with the verdict and passages given."""
    question = inquiry.question
    return Answer(
        question=question.text,
        verdict=verdict,
        hits=tuple(hits),
        nearest=tuple(nearest),
        understood_as=question.understood_as,
        notes=tuple(notes),
        language=question.language,
        compared=inquiry.compares and bool(hits),
    )


def gap_notes(inquiry: Inquiry, hits: Sequence[Hit]) -> list[str]:
    """Return a sentence for each incomplete interview among the hits."""
    ids = dict.fromkeys(hit.interview_id for hit in hits)
    interviews = [inquiry.sources.searcher.interviews[name] for name in ids]
    return [describe_gap(one, inquiry.question.language) for one in interviews if one.gap]


def _compose_found(inquiry: Inquiry, hits: Sequence[Hit], sure: int) -> Answer:
    """Return an answer that is found in the first `sure` hits; a comparison sorts them by date."""
    found, nearest = list(hits[:sure]), hits[sure:]
    notes = []
    if inquiry.compares:
        last = datetime.date.max  # for interviews without a date
        found = number_hits(sorted(found, key=lambda hit: (hit.date or last, hit.rank)))
        notes = [_say(inquiry, "side_by_side")]
    notes += [*gap_notes(inquiry, found), *_scope_notes(inquiry)]
    answer = make_answer(inquiry, Verdict.FOUND, found, nearest, notes)
    if answer.is_doubtful:
        many = len({hit.interview_id for hit in found}) > 1
        doubt = _say(inquiry, "found_doubtful_many" if many else "found_doubtful")
        return replace(answer, notes=(doubt, *answer.notes))
    return answer


def _compose_unread(inquiry: Inquiry, evidence: Hit, hits: Sequence[Hit], k: int) -> Answer:
    """Return an answer that is maybe unread: the evidence, then the hits that do not repeat it."""
    known = [find_shingles(evidence.text)]
    others = [hit for hit in hits if not repeats(find_shingles(hit.text), known)]
    nearest = number_hits([evidence, *others][:k])
    notes = [
        _describe_unread(inquiry, evidence),
        *gap_notes(inquiry, [evidence]),
        *_scope_notes(inquiry),
    ]
    return make_answer(inquiry, Verdict.MAYBE_UNREAD, nearest=nearest, notes=notes)


def _count_sure(inquiry: Inquiry, hits: Sequence[Hit]) -> int:
    """Return the number of hits before the first one below the threshold."""
    threshold = inquiry.sources.judge.threshold
    return next((i for i, hit in enumerate(hits) if hit.score < threshold), len(hits))


def _find_evidence(inquiry: Inquiry) -> Hit | None:
    """Return the hit that suggests that a missing part answers: a lead, or the best passage if cut.

    The quick judge scores both: neither answers, and that is all that a reading judge would say. A
    cut passage needs a lower score, because its rest is missing, but must itself hold a word of the
    question.
    """
    assert inquiry.result is not None, "only what was searched has evidence"
    searcher, judge = inquiry.sources.searcher, inquiry.sources.quick
    wanted = inquiry.question.search
    found = [
        hit
        for hit in judge_candidates(inquiry, take_candidates(inquiry, 1), judge)
        if hit.cut and hit.score >= judge.cut_threshold and touches(wanted, hit.text)
    ]
    inside = inquiry.scope.interviews
    cut = {card.id for card in searcher.index.cards if card.gap and card.id in inside}
    leads = searcher.consult_leads(inquiry.result, cut)[:1]
    found += [lead for lead in judge_candidates(inquiry, leads, judge) if lead.score >= judge.threshold]
    return max(found, key=lambda hit: hit.score, default=None)


def _describe_unread(inquiry: Inquiry, evidence: Hit) -> str:
    """Return a sentence: the answer may be in the missing part, whose share is given if known."""
    gap = inquiry.sources.searcher.interviews[evidence.interview_id].gap
    if gap is None or gap.share is None:
        return _say(inquiry, "maybe_unread_unknown")
    return _say(inquiry, "maybe_unread", share=say_share(gap.share, inquiry.question.language))


def _scope_notes(inquiry: Inquiry) -> list[str]:
    """Return the notes that come last: how the question was read, which interviews were left out."""
    undated = [_say(inquiry, "undated")] if inquiry.scope.undated else []
    return [*inquiry.scope.notes, *undated]


def _say(inquiry: Inquiry, name: str, **values: str) -> str:
    return say(name, inquiry.question.language, **values)
