"""Interviews written out in random layouts, so that what must be read of them is known.

`source` gives the words (questions and answers), `trait` draws how they are laid out, `cast` gives
them to invented people, `body` and `around` make the blocks of a page, `page` joins them, the
writers (`markup`, `office`, `pdf`, `transcript`) make a file of it, and `layout` is the one call
that takes these steps. `match` compares what was read with what was written. Training, benchmarks
and tests use this folder; the program does not.
"""
