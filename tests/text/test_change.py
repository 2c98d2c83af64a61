"""What is shown of a slice, and where: counted against a text that is written out."""

from hypothesis import given
from hypothesis import strategies as st

from onrecord.text.change import Change, cut_shown, find_place, find_source, show_changed, undo
from onrecord.text.span import Span

TEXT = "Le prix du gazole double."
CHANGES = (Change(3, 7, "coût [corrigé]", "prix"), Change(11, 17, "X"))


def test_a_slice_is_shown_with_its_changes() -> None:
    assert show_changed(TEXT, Span(0, len(TEXT)), CHANGES) == "Le coût [corrigé] du X double."
    assert show_changed(TEXT, Span(8, 17), CHANGES) == "du X"
    assert show_changed(TEXT, Span(5, 12), CHANGES) == " du X"
    assert show_changed(TEXT, Span(0, 3), CHANGES) == "Le "
    assert show_changed(TEXT, Span(17, 25), CHANGES) == " double."


def test_what_is_shown_is_found_in_the_text() -> None:
    shown = show_changed(TEXT, Span(0, len(TEXT)), CHANGES)

    def find(words: str) -> Span:
        return find_source(Span(shown.index(words), shown.index(words) + len(words)), 0, CHANGES)

    assert find("coût").of(TEXT) == find("corrigé").of(TEXT) == "prix"
    assert find("du X").of(TEXT) == "du gazole"
    assert find("double").of(TEXT) == "double"
    assert find("Le").of(TEXT) == "Le"
    assert find_source(Span(3, 4), 8, CHANGES).of(TEXT) == "gazole"


def test_corrections_are_undone_and_what_is_hidden_is_not() -> None:
    assert undo("Le coût [corrigé] du X double.", Span(0, 25), CHANGES) == "Le prix du X double."


@st.composite
def changed_texts(draw: st.DrawFn) -> tuple[str, tuple[Change, ...]]:
    text = draw(st.text("abc \n", min_size=1, max_size=30))
    edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    return text, tuple(Change(*pair, draw(st.text("XYZ", min_size=1, max_size=5))) for pair in pairs)


@given(changed_texts(), st.data())
def test_slices_of_what_is_shown_join_and_places_agree(made, data: st.DataObject) -> None:
    text, changes = made
    start, middle, end = sorted(data.draw(st.integers(0, len(text))) for _ in range(3))
    whole = show_changed(text, Span(start, end), changes)
    first, second = Span(start, middle), Span(middle, end)
    assert show_changed(text, first, changes) + show_changed(text, second, changes) == whole
    assert cut_shown(whole, start, second, changes) == show_changed(text, second, changes)
    place = find_place(middle, start, changes)
    assert place == len(show_changed(text, first, changes))
    if not any(one.start < middle < one.end or one.start < start < one.end for one in changes):
        assert find_source(Span(place, len(whole)), start, changes).start >= middle or place == len(
            whole
        )
        assert find_source(Span(0, place), start, changes).end <= middle
