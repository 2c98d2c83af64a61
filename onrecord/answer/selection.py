"""The order in which candidates are told: who and when are asked first, nothing said twice.

The search gives candidates by how well they match; this room knows who speaks, when, and in which
interview. Nothing here searches or judges.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from onrecord.interview import Interview
from onrecord.question.period import Period
from onrecord.question.person import Naming
from onrecord.retrieval.passage import Passage
from onrecord.retrieval.search import Candidate
from onrecord.text.near_duplicate import Shingles, find_shingles, repeats
from onrecord.text.word import content_words

# Tried by asking tests/questions and another set with and without; of the scale of `Candidate.order`:
_NAMED = 0.1  # for what a person says who is named
_THEN = 0.05  # for what was published when the question says


@dataclass(frozen=True, slots=True)
class Ordering:
    """What orders the candidates of one question."""

    passages: Sequence[Passage]
    interviews: Mapping[str, Interview]
    naming: Naming
    period: Period | None

    def sort(self, candidates: Iterable[Candidate], question: str) -> list[Candidate]:
        """Return the candidates, best first.

        Those that answer this very question come before all, in the order of the text: a reader who
        asks what the interviewer asked wants that answer from its beginning.
        """
        favoured = [replace(one, order=one.order + self._favour(one)) for one in candidates]
        ranked = sorted(favoured, key=lambda one: (-one.order, one.row))
        wanted = content_words(question)
        asked = {self.passages[one.row].asked for one in ranked}
        same = {one for one in asked if wanted and content_words(one) == wanted}
        first = [one for one in ranked if self.passages[one.row].asked in same]
        rest = [one for one in ranked if self.passages[one.row].asked not in same]
        return sorted(first, key=lambda one: one.row) + rest

    def drop_repeated(
        self, candidates: Iterable[Candidate], shown: Iterable[int] = ()
    ) -> Iterator[Candidate]:
        """Yield the candidates but for those shown, and those that repeat another before them.

        Parameters
        ----------
        shown
            Rows of passages that the reader has seen.
        """
        seen = set(shown)
        earlier: list[Shingles] = [find_shingles(self.passages[row].text) for row in seen]
        for candidate in candidates:
            shingles = find_shingles(self.passages[candidate.row].text)
            if candidate.row not in seen and not repeats(shingles, earlier):
                earlier.append(shingles)
                yield candidate

    def _favour(self, candidate: Candidate) -> float:
        passage = self.passages[candidate.row]
        published = self.interviews[passage.interview_id].date
        named = passage.speaker in self.naming.names
        then = self.period is not None and self.period.holds(published)
        return _NAMED * named + _THEN * then


def take_best_of_each(
    candidates: Iterable[Candidate], group: Callable[[Candidate], object]
) -> Iterator[Candidate]:
    """Yield the first candidate of each group."""
    seen: set[object] = set()
    for candidate in candidates:
        if (key := group(candidate)) not in seen:
            seen.add(key)
            yield candidate
