"""Train the judge: does a passage answer a question, and with which of its sentences.

Nothing here is needed at run time; `export.py` writes what the product reads.
"""
