"""Candidates become an answer, with what may be done with it: cite, export, verify."""

from onrecord.answer.answer import Answer, Fact, Hit, Quote, Verdict

__all__ = ["Answer", "Fact", "Hit", "Quote", "Verdict"]
