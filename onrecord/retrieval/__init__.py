"""Index interviews, and find the candidate passages for a question.

`passage` cuts interviews into passages, `encoder` turns text into vectors, `build` makes the index and
`storage` writes and reads it. `search` finds candidates with `vectors` (FAISS) and `lexical` (BM25)
and orders them with `late_interaction`. Nothing here interprets a question or decides whether a
passage answers it.
"""
