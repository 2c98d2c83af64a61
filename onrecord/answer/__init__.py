"""Candidates become an answer, with what may be done with it: cite, export, verify.

`conversation` takes a question that was read, `inquiry` narrows, searches, selects and has it judged,
`verdict` decides what is said; `judge` is the place for another judge.
"""

from onrecord.answer.answer import Answer, Fact, Verdict
from onrecord.answer.hit import Hit, Quote

__all__ = ["Answer", "Fact", "Hit", "Quote", "Verdict"]
