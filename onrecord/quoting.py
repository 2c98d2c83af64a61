"""The sentence of a passage that answers: one exact span of whole sentences.

The best sentence is the one whose word pieces match the question best; without word pieces, the
one that shares most words with it. Nothing is ever cut inside a sentence.
"""

from __future__ import annotations

from onrecord.answer import Quote
from onrecord.lexical import stem
from onrecord.passage import Passage
from onrecord.rerank import Match
from onrecord.word import content_words, fold, load_lexicon

_NEAR = 0.97  # a neighbour that matches nearly as well as the best sentence belongs to the quote


def choose_quote(passage: Passage, match: Match, question: str) -> Quote:
    """Return the sentences of `passage` that answer, as one slice of the interview's text."""
    scores = _sentence_scores(passage, match, question)
    first = last = max(range(len(scores)), key=lambda number: (scores[number], -number))
    floor = scores[first] * _NEAR
    if first > 0 and (scores[first - 1] >= floor or _leans_back(passage, first)):
        first -= 1
    elif last + 1 < len(scores) and scores[last + 1] >= floor:
        last += 1
    start, end = passage.sentences[first].start, passage.sentences[last].end
    return Quote(passage.text[start - passage.start : end - passage.start], start, end)


def _sentence_scores(passage: Passage, match: Match, question: str) -> list[float]:
    known = match.sentence_scores[1:]
    if len(known):
        return [float(known[i]) if i < len(known) else -1.0 for i in range(len(passage.sentences))]
    wanted = set(stem(content_words(question)))
    texts = [passage.text[s.start - passage.start : s.end - passage.start] for s in passage.sentences]
    return [len(wanted & set(stem(content_words(text)))) / max(1, len(wanted)) for text in texts]


def _leans_back(passage: Passage, number: int) -> bool:
    """Say whether a sentence opens by pointing at the one before (« Mais », « Celui-ci »)."""
    sentence = passage.sentences[number]
    text = fold(passage.text[sentence.start - passage.start : sentence.end - passage.start])
    opening = text.lstrip("*_«“\"'(-–— ").split(" ", 1)[0].rstrip(",")
    return opening in load_lexicon("leaning_openings")
