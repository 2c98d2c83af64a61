"""What is asked: as spelled, leaning on what, of whom, of when, within which interviews.

Nothing here searches; a question is text and what the interviews' people and dates say of it.
"""
