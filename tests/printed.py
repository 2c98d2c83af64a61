"""Small PDFs for the tests: what is drawn, in the order in which it is drawn."""

from benchmarks.layouts.pdf_file import escape, write_pages

_LOCK = b"<</Filter/Standard/V 2/R 3/Length 128/P -4/O<%s>/U<%s>>>" % (
    b"00" * 32,
    b"11" * 32,
)  # no password opens it


def draw(text, x, y, size=11, font=1, turned=False):
    """Return what draws a text: font 1 is plain, 2 bold, 3 italic; `turned` goes up the page."""
    matrix = f"0 1 -1 0 {x} {y}" if turned else f"1 0 0 1 {x} {y}"
    return f"/F{font} {size} Tf {matrix} Tm ({escape(text)}) Tj"


def set_lines(lines, x=50, top=700, leading=14, size=11, font=1):
    """Return what draws lines under one another, from `top` down."""
    return [draw(line, x, top - leading * row, size, font) for row, line in enumerate(lines)]


def write_pdf(pages, title="", locked=False, form=b""):
    """Return a PDF; each page is a list of what `draw` returns.

    `form` is the object 6, which « /X Do » draws.
    """
    contents = [" ".join(["BT", *page, "ET"]).encode("cp1252") for page in pages]
    lock = _LOCK if locked else b""
    return write_pages(contents, 600, 800, form=form, title=title.encode("cp1252"), lock=lock)
