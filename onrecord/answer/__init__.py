"""Candidates become an answer, which can be cited, exported and verified.

`conversation` answers a question that was read: `inquiry` narrows, searches, selects and judges,
`verdict` composes the answer. `judge` says what another judge must provide.
"""

from onrecord.answer.answer import Answer, Fact, Verdict
from onrecord.answer.hit import Hit, Quote

__all__ = ["Answer", "Fact", "Hit", "Quote", "Verdict"]
