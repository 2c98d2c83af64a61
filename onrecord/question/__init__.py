"""A message becomes questions: spelling, intent, follow-ups, people, period, and the scope of each.

`message` reads a message and `scope` narrows the interviews; the other modules each answer one
question about a question. Nothing here searches: only names, dates and word lists are compared.
"""
