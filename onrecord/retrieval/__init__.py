"""Interviews become passages, passages an index, and the index gives candidates for a question.

`passage` cuts, `encoder` turns text into vectors, `vectors` (FAISS), `lexical` (BM25) and
`late_interaction` find and order, `build` and `storage` make and keep the index, `search` asks it.
Nothing here knows what a question wants or whether a passage answers it.
"""
