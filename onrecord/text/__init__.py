"""Words, sentences, slices, names and dates, in any text: of a file, a question or an answer.

Every other package may import this one; nothing here knows what an interview is. Word lists are data
(`lexicon/`). A text is folded before it is matched, and never before it is shown.
"""
