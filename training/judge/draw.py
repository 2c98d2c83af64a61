"""Draw what a training step shows: cases by family, with sentences cut out and questions borrowed.

A source that is all answered gives itself away, and so does one that is not: sentences that answer
are cut out (the passage is on the subject then, and no answer), and questions are borrowed from
other passages. Everything is drawn from a seed and the number of the step, so that a run goes on
where it stopped. Nothing is read or encoded here.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from training.context import draw_setting
from training.judge.case import Case, Question
from training.judge.lead_in import lead_in
from training.roughening import roughen_question

MOST_QUESTIONS = 10  # a passage and step
MOST_FOUND = 6  # questions that lead to a passage, for one drawing of it
BORROWED_ANSWERED = 0.85  # of borrowed questions: so that how they are asked tells nothing
VERSIONS_SHOWN = 0.7  # of questions that have versions: with one of these
CHANGED = 0.12  # of questions written as hurried people do; and as many with something before them
LEAST = 80  # characters that a passage keeps when sentences are cut out
CUT = {
    "written": 0.4,
    "interview": 0.4,
    "whole": 0.2,
    "squad": 0.4,
    "spanish": 0.4,
    "story": 0.5,
    "guide": 0.3,
    "topic": 0.0,
}
PAIRED = {
    "written": 0.3,
    "interview": 0.3,
    "whole": 0.2,
    "piaf": 0.3,
    "squad": 0.2,
    "shift": 0.2,
}  # share drawn as pairs
CUT_OTHERS = 0.7  # of families that are all answered
INVENTED = ("written", "interview", "piaf")  # a question may stand above, as an interviewer's
LOOK_ANSWERED = ("fact", "science")  # passages of one question: another is borrowed, always
UNANSWERED_SHARE = 1.5  # most unanswered questions for an answered one, of other families than `topic`


@dataclass(frozen=True, slots=True)
class Pack:
    """A passage as it is read: its context on one line ("" for none), and its questions."""

    context: str
    case: Case


class Drawer:
    """Draws packs from training cases, each family by its weight."""

    def __init__(
        self,
        cases: Sequence[Case],
        weights: Mapping[str, float],
        seed: int,
        found: Mapping[str, Sequence[Question]] | None = None,
        versions: Mapping[str, str] | None = None,
    ) -> None:
        """Take the `weights` of families; one that is not named is not drawn.

        `found` are the questions that lead to a passage which does not answer them, by its key;
        `versions` the questions by their versions in English or in other words.
        """
        self._seed = seed
        self._found = found or {}
        self._first_wordings = versions or {}
        self._versions: dict[str, list[str]] = defaultdict(list)
        for version, first in self._first_wordings.items():
            self._versions[first].append(version)
        self._families: dict[str, list[Case]] = defaultdict(list)
        self._related: dict[tuple[str, str], list[Case]] = defaultdict(list)
        for case in cases:
            asked = case.questions or case.key in self._found
            if weights.get(case.family, 0) > 0 and asked and case.sentences:
                self._families[case.family].append(case)
                self._related[case.family, case.title].append(case)
        self._names = sorted(self._families)
        shares = np.asarray([weights[name] for name in self._names], dtype=np.float64)
        self._shares = shares / shares.sum()

    def draw(self, number: int, count: int) -> list[Pack]:
        """Draw the packs of a step; the same for the same number."""
        chance = np.random.default_rng([self._seed, number])
        packs: list[Pack] = []
        while len(packs) < count:
            name = self._names[int(chance.choice(len(self._names), p=self._shares))]
            pool = self._families[name]
            case = pool[int(chance.integers(len(pool)))]
            pair = draw_pair(case, chance) if chance.random() < PAIRED.get(name, 0.0) else None
            if pair:
                context = draw_context(case, chance)
                packs += [Pack(context, self._show_versions(one, chance)) for one in pair]
            else:
                packs.append(self._make_pack(case, chance))
            packs = [pack for pack in packs if pack.case.questions]
        return packs[:count]

    def _make_pack(self, case: Case, chance: np.random.Generator) -> Pack:
        context = draw_context(case, chance)
        shown = choose_questions(cut_out(case, chance), chance)
        borrowed = self._borrow(case, shown, chance)
        shown = self._show_versions(replace(shown, questions=(*shown.questions, *borrowed)), chance)
        near = self._related[case.family, case.title]
        other = near[int(chance.integers(len(near)))]
        earlier = [one.text for one in (*case.questions, *other.questions)]
        questions = []
        for one in shown.questions:
            text = one.text
            if chance.random() <= CHANGED:
                text = roughen_question(text, chance) or text
            if chance.random() <= CHANGED:
                text = lead_in(text, case.title, earlier, chance)
            questions.append(replace(one, text=text))
        return Pack(context, replace(shown, questions=tuple(questions)))

    def _show_versions(self, case: Case, chance: np.random.Generator) -> Case:
        """Put each question as it was written first, and most often one of its versions beside it."""
        questions: dict[str, Question] = {}
        for number, one in enumerate(case.questions, 1):
            first = self._first_wordings.get(one.text, one.text)
            versions = self._versions.get(first, ())
            if first in questions:
                continue
            questions[first] = replace(one, text=first)
            if versions and chance.random() < VERSIONS_SHOWN:
                version = versions[int(chance.integers(len(versions)))]
                questions[first] = replace(one, text=first, pair=number)
                questions[version] = replace(one, text=version, pair=number)
        return replace(case, questions=tuple(questions.values()))

    def _borrow(self, case: Case, shown: Case, chance: np.random.Generator) -> list[Question]:
        """Borrow questions of other passages, of the same article where there are any."""
        answered = sum(one.answer is not None for one in shown.questions)
        missing = answered - (len(shown.questions) - answered)
        wanted = max(int(chance.random() < 0.85), min(missing, 4)) if case.family != "whole" else 0
        if case.family in LOOK_ANSWERED:
            wanted = max(wanted, 2)
        related = self._related[case.family, case.title]
        borrowed = self._borrow_found(case, chance)
        for _ in range(wanted):
            near = len(related) > 1 and case.title and chance.random() < 0.5
            pool = related if near else self._families[case.family]
            other = pool[int(chance.integers(len(pool)))]
            if other.passage != case.passage:
                question = _draw_question(other, chance)
                if all(question.text != one.text for one in case.questions):
                    borrowed.append(replace(question, answer=None))
        return borrowed

    def _borrow_found(self, case: Case, chance: np.random.Generator) -> list[Question]:
        """Borrow questions that lead to the passage, mostly those answered elsewhere."""
        found = self._found.get(case.key, ())
        count = min(len(found), int(chance.integers(1, MOST_FOUND + 1)))
        chosen = (
            [found[int(place)] for place in chance.choice(len(found), count, replace=False)]
            if count
            else []
        )
        return [
            replace(one, answer=None)
            for one in chosen
            if one.answer is not None or case.family == "whole" or chance.random() > BORROWED_ANSWERED
        ]


def _draw_question(case: Case, chance: np.random.Generator) -> Question:
    """Draw a question of a case to borrow, most often one that is answered there."""
    answered = tuple(one for one in case.questions if one.answer is not None)
    choice = answered if answered and chance.random() < BORROWED_ANSWERED else case.questions
    return choice[int(chance.integers(len(choice)))]


def cut_out(case: Case, chance: np.random.Generator) -> Case:
    """Leave sentences out: one or two that answer, any others, or all but some in a row; or none."""
    count = len(case.sentences)
    if count < 3 or chance.random() > CUT.get(case.family, CUT_OTHERS):
        return case
    if count > 4 and chance.random() < 0.3:
        length = int(chance.integers(3, count))
        first = int(chance.integers(0, count - length + 1))
        kept = list(range(first, first + length))
    else:
        gone = set(_find_answer(case, chance)) if chance.random() < 0.8 else set()
        gone = gone or {int(chance.integers(count))}
        kept = [number for number in range(count) if number not in gone]
    length = sum(case.sentences[number].end - case.sentences[number].start for number in kept)
    return case.keep(kept) if length >= LEAST else case


def draw_pair(case: Case, chance: np.random.Generator) -> tuple[Case, Case] | None:
    """Return a case whole, and without the sentences that answer one of its questions.

    Both have the same questions, so that only what the passage says tells which are answered. None
    when the passage would be too short.
    """
    gone = set(_find_answer(case, chance))
    kept = [number for number in range(len(case.sentences)) if number not in gone]
    if not gone or sum(case.sentences[one].end - case.sentences[one].start for one in kept) < LEAST:
        return None
    cut = case.keep(kept)
    lost = {one.text for one in cut.questions if one.answer is None}
    asked = [one for one in case.questions if one.answer is not None and one.text in lost]
    others = [one for one in case.questions if one.text in lost and one not in asked]
    if not asked:
        return None
    names = [one.text for one in (*asked, *others[: len(asked)])][:MOST_QUESTIONS]
    whole, cut = (
        replace(one, questions=tuple(q for q in one.questions if q.text in names))
        for one in (case, cut)
    )
    return whole, cut


def _find_answer(case: Case, chance: np.random.Generator) -> list[int]:
    answers = [one.answer for one in case.questions if one.answer is not None]
    return case.find_answering(answers[int(chance.integers(len(answers)))]) if answers else []


def choose_questions(case: Case, chance: np.random.Generator) -> Case:
    """Take some of the questions, in any order, not many more unanswered than answered ones."""
    order = [case.questions[int(place)] for place in chance.permutation(len(case.questions))]
    answered = [one for one in order if one.answer is not None]
    most = len(order) if case.family == "topic" else round(UNANSWERED_SHARE * len(answered)) + 1
    chosen = [one for one in order if one.answer is None][:most] + answered
    places = chance.permutation(len(chosen))[:MOST_QUESTIONS]
    return replace(case, questions=tuple(chosen[int(place)] for place in places))


def draw_context(case: Case, chance: np.random.Generator) -> str:
    """Put title, who speaks and the question asked on one line, as the product does; some left out."""
    parts = []
    if case.title and chance.random() < 0.75:
        parts.append(case.title)
    if case.speaker and chance.random() < 0.75:
        parts.append(case.speaker)
    elif case.family == "written" and chance.random() < 0.4:
        people = draw_setting([], chance).people
        parts.append(", ".join(person.described for person in people))
    if case.asked and chance.random() < 0.8:
        parts.append(case.asked)
    elif case.questions and case.family in INVENTED and chance.random() < 0.2:
        parts.append(case.questions[int(chance.integers(len(case.questions)))].text)
    return join_context(parts)


def describe_case(case: Case) -> str:
    """Return the whole context of a case, nothing left out."""
    return join_context([case.title, case.speaker, case.asked])


def join_context(parts: Sequence[str]) -> str:
    """Join the parts of a context, "" for one that is missing, each ended by a mark."""
    cleaned = (" ".join(part.split()) for part in parts)
    return " ".join(part if part.endswith((".", "?", "!")) else part + "." for part in cleaned if part)
