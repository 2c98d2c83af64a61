"""What each argument of a question or a search is, in one sentence: for HTTP and for MCP alike."""

from __future__ import annotations

DESCRIPTIONS = {
    "question": "What to ask, 1 to 10,000 characters, in French or English.",
    "questions": "What to ask, each once; 100 cells at most, questions times rows.",
    "by": "What a row is: interview or speaker.",
    "words": "The words to look for, 1 to 10,000 characters.",
    "k": "How many passages at most, 1 or more.",
    "history": "The earlier questions of the conversation, oldest first; a follow-up leans on them.",
    "interview": "Only the interview with this id, as /interviews lists it.",
    "speaker": "Only what this person says: full name, first or last name.",
    "publication": "Only interviews of this publication.",
    "since": "Only interviews published on this day or later, YYYY-MM-DD.",
    "until": "Only interviews published on this day or before, YYYY-MM-DD.",
    "quick": "Judge without reading the passages with the question: faster, and more often wrong.",
    "any_form": "Other forms of the words too (« école », « écoles »).",
    "near": "Above 0: the words in any order, within so many words; 0 for a phrase.",
    "asked": "In the interviewers' questions, not in the answers.",
    "anchor": "The place of a paragraph: t1p2 is paragraph 2 of turn 1, t0p1 the first of the lead.",
}
