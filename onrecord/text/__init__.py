"""Text, of whatever is read, asked or answered: words, sentences, slices, names, dates.

The ground under every other room: nothing here knows what an interview is. Word lists are data
(`lexicon/`); what is matched is folded first, what is shown never is.
"""
