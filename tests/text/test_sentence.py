"""Where sentences end: exact slices, abbreviations and initials end none, closing marks stay."""

import pytest

from onrecord.text.sentence import find_sentences
from onrecord.text.span import Span


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
        ("3.5 % de plus. Loin.", ["3.5 % de plus.", "Loin."]),
        ("Voir p. 12. Puis la suite.", ["Voir p. 12.", "Puis la suite."]),
        ("L'art. L. 121-3 le dit. Bien.", ["L'art. L. 121-3 le dit.", "Bien."]),
        ("J.-P. Roux et M.-C. Le Bihan.", ["J.-P. Roux et M.-C. Le Bihan."]),
        (
            "Le 7 sept. 2019. Ils étaient sept. Rien.",
            ["Le 7 sept. 2019.", "Ils étaient sept.", "Rien."],
        ),
        ("It asked me. She said no. Then No. 5.", ["It asked me.", "She said no.", "Then No. 5."]),
        ("À 5 m. Il recule.", ["À 5 m.", "Il recule."]),
        ("Il crie « Attention ! » avant. Rien.", ["Il crie « Attention ! » avant.", "Rien."]),
        ("« Vous ? » dit-elle. Oui.", ["« Vous ? » dit-elle.", "Oui."]),
        ("Hein ! quelle histoire. Ah !", ["Hein ! quelle histoire.", "Ah !"]),
        ("Lui (en 2019 !) le savait. Bien.", ["Lui (en 2019 !) le savait.", "Bien."]),
        ("« C dans l'air ! », hier. Bien.", ["« C dans l'air ! », hier.", "Bien."]),
        ("Est-ce que… ? Oui.", ["Est-ce que… ?", "Oui."]),
        ("Un.[1] Deux[2]. Trois.", ["Un.[1]", "Deux[2].", "Trois."]),
        ("Je… je ne sais pas. Bon.", ["Je… je ne sais pas.", "Bon."]),
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
