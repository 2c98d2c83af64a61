"""Where sentences end: exact slices, abbreviations and initials end none, closing marks stay."""

import pytest

from onrecord.interview import Span
from onrecord.sentence import find_sentences


def cut(text):
    return [span.of(text) for span in find_sentences(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Oui. Non.", ["Oui.", "Non."]),
        ("Il l'a dit : « Oui. » Puis rien.", ["Il l'a dit : « Oui. »", "Puis rien."]),
        ("M. Roux part. Il revient.", ["M. Roux part.", "Il revient."]),
        ("L. Roux part.", ["L. Roux part."]),
        ("Quoi ?! Rien…", ["Quoi ?!", "Rien…"]),
        ("Attendez... puis venez.", ["Attendez... puis venez."]),
        ("3.5 km. Loin.", ["3.5 km.", "Loin."]),
        ("- un\n- deux", ["- un", "- deux"]),
        ("**Gras.** Suite.", ["**Gras.**", "Suite."]),
        ("<p>Un.</p>\n<p>Deux.</p>", ["Un.", "Deux."]),
        ("sans fin", ["sans fin"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_text_is_cut_where_its_sentences_end(text, sentences):
    assert cut(text) == sentences


def test_a_run_of_a_million_full_stops_is_one_sentence():
    text = "." * 1_000_000 + "a"
    assert cut(text) == [text]
