import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.text.shown import find_bullet, find_item_lines, shorten, show, show_parts


def test_markup_is_shown_as_nothing():
    assert show("Il dit **oui**, voir [ce rapport](https://example.org/a_b) et <em>là</em>.") == (
        "Il dit oui, voir ce rapport et là."
    )


@pytest.mark.parametrize(
    ("text", "short"),
    [("un  mot\nencore", "un mot encore"), ("un mot encore et", "un mot encore…"), ("", "")],
)
def test_a_long_line_is_cut_and_ends_in_an_ellipsis(text, short):
    assert shorten(text, 14) == short


def test_no_break_spaces_and_joined_emojis_stay():
    text = "60\u00a0% de 1\u202f000\u00a0€ pour 👩\u200d👩\u200d👧"
    assert show(text) == text


def test_text_that_only_looks_like_html_stays():
    assert show("Si a < b et b > c, alors 3<4 & $$x$$") == "Si a < b et b > c, alors 3<4 & $$x$$"


def test_parts_are_cut_where_asked():
    text = "Un début. **Le cœur de la phrase.** Une fin."
    start, end = text.index("**"), text.index(" Une")
    assert show_parts(text, [start, end]) == ["Un début. ", "Le cœur de la phrase.", " Une fin."]


def test_a_link_that_holds_a_cut_is_still_recognised():
    text = "Voir [ce lien. Et sa suite](https://example.org) ici."
    assert show_parts(text, [text.index("Et")]) == ["Voir ce lien. ", "Et sa suite ici."]


def test_a_cut_inside_markup_loses_no_word():
    text = "Voir [ce lien](https://example.org/page) ici."
    assert "".join(show_parts(text, [text.index("example")])) == "Voir ce lien ici."


def test_private_characters_are_shown_unchanged():
    text = "a\U00100101b **c**"
    assert show_parts(text, [2]) == ["a\U00100101", "b **c**"]


@given(st.text(max_size=60), st.data())
def test_joined_parts_are_the_whole(text, data):
    cuts = sorted(data.draw(st.sets(st.integers(1, max(1, len(text) - 1)), max_size=4)))
    cuts = [cut for cut in cuts if cut < len(text)]
    parts = show_parts(text, cuts)
    assert len(parts) == len(cuts) + 1
    if text.isalnum():
        assert "".join(parts) == show(text)


def test_a_tag_inside_a_word_leaves_no_blank():
    assert show("<b>L</b>es <i>mots</i>.<br>Une ligne") == "Les mots. Une ligne"


@pytest.mark.parametrize(
    ("text", "bullet"),
    [("- un", "–"), ("* un", "•"), ("— Oui", "—"), ("-5 degrés", ""), ("2. deux", ""), ("un", "")],
)
def test_a_bullet_that_is_dropped_is_drawn_again(text, bullet):
    assert find_bullet(text) == bullet


def test_items_of_a_list_begin_lines():
    text = "Trois points :\n- un\n2. deux\nsuite"
    assert [text[at:] for at in find_item_lines(text)] == ["- un\n2. deux\nsuite", "2. deux\nsuite"]
