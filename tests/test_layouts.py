"""Generated layouts: the same each time, written as they say, and read no worse than today."""

import io
import random
import re
import zipfile
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from benchmarks import who_speaks
from benchmarks.layouts.layout import WRITERS, make_layouts
from benchmarks.layouts.lexicon import load_lexicon
from benchmarks.layouts.match import compare, words_of
from benchmarks.layouts.naming import Naming
from benchmarks.layouts.pdf import SHEETS
from benchmarks.layouts.source import load_invented
from benchmarks.layouts.talk import Heard, Kind, Talk, Voice
from benchmarks.layouts.trait import HELD_OUT, draw_traits, name_traits
from onrecord.reading import read_interview

WORDS = load_invented()
LAYOUTS = list(make_layouts(WORDS, 200, seed=7))


class TextOfPage(HTMLParser):
    """The text of a web page, blocks and line ends as blanks."""

    def __init__(self, content):
        super().__init__()
        self.parts = []
        self.feed(content.decode())

    def handle_data(self, data):
        self.parts.append(data)

    def handle_starttag(self, tag, attrs):
        self.parts.append("" if tag in {"strong", "em", "span"} else " ")


def text_of_sheets(content, sheet):
    """Yield the lines of each sheet of a PDF of ours, column by column, words that were cut joined."""
    middle = 290 if SHEETS[sheet].columns == 2 else 1000
    for stream in re.findall(r"stream\n(BT.*?ET)\n", content, re.S):
        lines = []
        for x, y, shown in re.findall(r"1 0 0 1 (\S+) (\S+) Tm (.*?)(?= 1 0 0 1 | ET)", stream):
            text = "".join(re.findall(r"\(((?:[^()\\]|\\.)*)\) Tj", shown))
            lines.append((float(x) > middle, -float(y), re.sub(r"\\(.)", r"\1", text)))
        text = "\n".join(text for *_, text in sorted(lines))
        yield re.sub(r"(?<=[a-zà-ÿ])-\n(?=[a-zà-ÿ])", "", text) if SHEETS[sheet].hyphens else text


def text_of(layout):
    """Return the words of a file, found without the code that is measured."""
    format_, content = layout.traits["format"], layout.content
    if format_ == "html":
        return "".join(TextOfPage(content).parts)
    if format_ in {"docx", "odt"}:
        name = {"docx": "word/document.xml", "odt": "content.xml"}[format_]
        text = zipfile.ZipFile(io.BytesIO(content)).read(name).decode()
        text = re.sub(
            r"</?(?:w:p|w:br|w:tab|text:p|text:h|text:s|text:tab|text:line-break)\b[^>]*>", " ", text
        )
        return re.sub(r"<[^>]*>", "", text)
    if format_ == "pdf":
        return "\n".join(text_of_sheets(content.decode("cp1252"), layout.traits["sheet"]))
    if format_ == "tei":
        return " ".join(ElementTree.fromstring(content).itertext())
    text = content.decode("cp1252" if layout.traits.get("text") == "windows" else "utf-8")
    return re.sub(r"</?v[^>]*>", " ", text).replace("&#x27;", "'").replace("&amp;", "&")


def simple_words(text):
    return re.findall(r"\w+", text.casefold())


def find(words, part, start):
    """Return where `part` ends in `words` from `start` on, -1 where it is not."""
    for place in range(start, len(words) - len(part) + 1):
        if words[place : place + len(part)] == part:
            return place + len(part)
    return -1


@pytest.mark.parametrize("format_", sorted(WRITERS))
def test_a_file_holds_what_is_said_in_order(format_):
    chosen = [layout for layout in LAYOUTS if layout.traits["format"] == format_]
    assert chosen
    for layout in chosen:
        words, place = simple_words(text_of(layout)), 0
        for heard in layout.heard:
            if heard.kind is Kind.OTHER:
                continue
            for sentence in re.split(r"(?<=[.?!…]) ", " ".join(heard.paragraphs)):
                place = find(words, simple_words(sentence), place)
                assert place >= 0, (layout.name, name_traits(layout.traits), sentence)


def test_layouts_are_the_same_by_seed():
    again = list(make_layouts(WORDS, 30, seed=7))
    assert again == LAYOUTS[:30]
    assert list(make_layouts(WORDS, 3, seed=8)) != again[:3]


def draw(count, unseen):
    """Return the names of the traits of some layouts."""
    chance = random.Random(1)
    return [set(name_traits(draw_traits(chance, "fr", unseen))) for _ in range(count)]


def test_the_traits_held_out_are_never_drawn_for_training():
    assert [traits & HELD_OUT for traits in draw(500, unseen=False)] == [set()] * 500
    assert all(traits & HELD_OUT for traits in draw(500, unseen=True))


def test_every_trait_held_out_is_drawn():
    assert HELD_OUT - set().union(*draw(4000, unseen=True)) == set()


def test_a_page_names_the_speaker_by_the_full_name_where_it_shows_it():
    for layout in LAYOUTS:
        if layout.traits["format"] in {"md", "txt"} and layout.traits["guests"] == "one":
            text = " ".join(text_of(layout).split()).casefold()
            for heard in layout.heard:
                if heard.kind is Kind.ANSWERS and heard.names[0] and heard.names[0] != "R":
                    assert heard.names[0].casefold() in text


def test_a_name_inside_a_longer_one_is_not_shown():
    guest = Voice("Ida", "Roc", "potière", host=False)
    naming = Naming(Talk("fr", (), (guest,), ()), "last", load_lexicon("fr"), "Le Fil")
    assert naming.readings(guest, "Entretien avec Ida Rocher") == ("Roc", "Roc", "Ida")
    assert naming.readings(guest, "Entretien avec Ida ROC.") == ("Ida Roc",)


def test_what_is_read_is_compared_with_what_is_written(tmp_path):
    path = tmp_path / "talk.md"
    path.write_text(
        "# Ada Roc et Théo Lin\n\n**Paul :** Qui a commencé ?\n\n"
        "**Ada Roc :** Moi, un soir de neige.\n\n"
        "**Paul :** Et après ?\n\n**Ada Roc :** Nous avons continué à deux.\n",
        "utf-8",
    )
    interview = read_interview(path)
    ada, theo, paul = (
        frozenset({name, name.split()[0]}) for name in ("Ada Roc", "Théo Lin", "Paul Vert")
    )

    def write(second, last):
        return [
            Heard(Kind.ASKS, ("Paul",), paul, ("Qui a commencé ?",)),
            Heard(Kind.ANSWERS, ("Ada Roc",), ada, ("Moi, un soir de neige.",)),
            Heard(Kind.ASKS, ("Paul",), paul, ("Une remarque.", "Et après ?")),
            Heard(second, (last,) if last else (), theo, ("Nous avons continué à deux.",)),
        ]

    wrong = compare(write(Kind.ANSWERS, "Théo Lin"), interview, 0.5)
    assert (wrong.wanted, wrong.read, wrong.right) == (4, 4, 3)
    assert (wrong.passages, wrong.wrong_person, wrong.around) == (2, 1, 0)
    assert [right for _, right in wrong.turns] == [True, False]
    around = compare(write(Kind.OTHER, ""), interview, 0.5)
    assert (around.wanted, around.read, around.right) == (2, 4, 2)
    assert (around.passages, around.wrong_person, around.around) == (2, 0, 1)


def test_words_are_compared_without_markup():
    assert words_of("**L'Été** [là](https://a.test)") == ("l", "été", "là")


def test_a_sample_is_read_as_well_as_today():
    outcomes = [who_speaks.measure(layout) for layout in make_layouts(WORDS, 40, seed=3)]
    figures = who_speaks.summarise(outcomes)["all"]
    assert figures["layouts"] == 40
    assert figures["turn_f1"] >= 0.83
    assert figures["wrong_person"] <= 0.01
