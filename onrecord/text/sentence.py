"""Cuts a text into sentences, as exact offsets; the text itself is not changed.

A full stop after an abbreviation (`lexicon/*/*abbreviations.txt`) or an initial ends no sentence, and
neither does a mark before a lower-case letter (« Hein ! dit-elle »). Quotation marks, brackets and
markup that close a sentence belong to it.
"""

from __future__ import annotations

import re

from onrecord.text.fold import fold
from onrecord.text.lexicon import load_lexicon
from onrecord.text.mark import find_list_lines
from onrecord.text.span import Span

_END = re.compile(
    r"(?<![.!?…])[.!?…]++(?:[ \u00a0\u202f][!?…]++)*+"  # several marks in a row match together
    r"(?:[»”\"')\]*_]|[ \u00a0\u202f]?[»”]|\[\w{1,3}\]|</?[a-zA-Z][^<>\n]{0,200}>)*+"
    r"(?=\s|$)"
)
_NEXT = re.compile(r"(?:\s|</?[a-zA-Z][^<>\n]{0,200}>|[*_(\[«“\"'—–-])*(?P<first>.)?", re.S)
_EDGE = re.compile(r"(?:\s|</?[a-zA-Z][^<>\n]{0,200}>)*")
_LAST_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,200}>$")
_LONGEST_TAG = 210
_LAST_WORD = re.compile(r"[\w.°’'-]{1,20}$")
_GOES_ON = re.compile(r"[ \u00a0\u202f]*[,;:?)»”]")  # no sentence begins with one of these


def find_sentences(text: str, span: Span) -> list[Span]:
    """Return the sentences of a slice of `text`, in order, without the blanks and tags between them.

    Every other character of the slice is in exactly one sentence.
    """
    ends = [match.end() for match in _END.finditer(text, span.start, span.end) if _is_end(text, match)]
    ends += find_list_lines(text, span.start, span.end)
    sentences: list[Span] = []
    start = span.start
    for end in sorted({*ends, span.end}):
        sentence = _strip(text, start, end)
        if sentence is not None:
            sentences.append(sentence)
        start = end
    return sentences


def _is_end(text: str, match: re.Match[str]) -> bool:
    following = _NEXT.match(text, match.end())
    first = (following["first"] if following else None) or ""
    if first.islower() or _GOES_ON.match(text, match.end()):
        return False
    if match[0][0] != "." or match[0].startswith(".."):
        return True
    word = _LAST_WORD.search(text, max(0, match.start() - 20), match.start())
    return word is None or not _is_abbreviation(word[0], first)


def _is_abbreviation(word: str, first: str) -> bool:
    """Return whether `word` with its full stop is an abbreviation before the character `first`."""
    if all(len(part) == 1 and part.isupper() for part in word.replace(".-", "-").split("-")):
        return first.isupper() or first.isdigit()  # « J.-P. Roux », « art. L. 121-3 »
    folded = fold(word).rpartition("'")[2]
    if folded in load_lexicon("title_abbreviations"):
        return word[0].isupper()
    if folded in load_lexicon("number_abbreviations"):
        return first.isdigit()
    return folded in load_lexicon("abbreviations")


def _strip(text: str, start: int, end: int) -> Span | None:
    """Return a slice without the blanks and tags at its ends, or None if nothing else is in it."""
    if opening := _EDGE.match(text, start, end):
        start = opening.end()
    while end > start and (text[end - 1].isspace() or text[end - 1] == ">"):
        tag = _LAST_TAG.search(text, max(start, end - _LONGEST_TAG), end)
        if text[end - 1] == ">" and tag is None:
            break
        end = tag.start() if tag else end - 1
    return Span(start, end) if end > start else None
