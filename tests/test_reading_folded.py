"""Folding for reading is the folding of words, whatever the text."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import word
from onrecord.reading import folded


@given(text=st.text())
def test_a_text_is_folded_as_words_are(text):
    assert folded.fold(text) == word.fold(text)


@pytest.mark.parametrize(
    "text",
    ["L’Œuvre ŒUVRE", "ΟΔΟΣ ὈΔΟΣ", "İstanbul", "ﬁn ½ ²", "한글 각", "é" * 9000, "e\u0301\u0327", ""],
)
def test_rare_letters_are_folded_alike(text):
    assert folded.fold(text) == word.fold(text)


def test_every_character_is_folded_alike():
    for start in range(0, sys.maxunicode, 4096):
        text = "".join(chr(code) for code in range(start, start + 4096) if not 0xD800 <= code < 0xE000)
        assert folded.fold(text) == word.fold(text)
