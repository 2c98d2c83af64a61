"""What a cell of a grid shows: the verdict first, then the quote that answers, and its citation.

The same text goes into a spreadsheet and is made anew when it is verified. Nothing here knows a file
format.
"""

from __future__ import annotations

from onrecord.answer.answer import Answer
from onrecord.answer.hit import Hit
from onrecord.text.markup import plain
from onrecord.wording import label, say

LONGEST = 32_767  # characters of a cell that spreadsheets take


def name_verdict(answer: Answer) -> str:
    """Return the verdict of a cell in two or three words."""
    return say(f"grid_{answer.tone}", answer.language)


def describe_cell(answer: Answer) -> str:
    """Return the text of a cell: verdict; the first quote with citation and score, or facts; notes."""
    lines = [name_verdict(answer)]
    if answer.hits:
        lines += [quote_of(answer.hits[0], answer.language), source_of(answer.hits[0])]
    lines += [label(fact.value, fact.field, answer.language) for fact in answer.facts]
    lines += answer.notes
    return "\n".join(lines)[:LONGEST]


def quote_of(hit: Hit, language: str) -> str:
    """Return the words of a quote, without markup, between marks of quotation."""
    quoted = plain(hit.quote.text)
    return f"«\u202f{quoted}\u202f»" if language == "fr" else f"“{quoted}”"


def source_of(hit: Hit) -> str:
    """Return the citation of a hit, with its score."""
    return f"— {hit.citation} ({hit.score:.2f})"


def web_link(hit: Hit) -> str:
    """Return the link to the publisher's page, or "": a link into the chat is of no use elsewhere."""
    return hit.link if hit.link.startswith(("http://", "https://")) else ""
