"""Small PDFs for the tests, written by hand: what is drawn, in the order in which it is drawn."""

_FONTS = ("Helvetica", "Helvetica-Bold", "Helvetica-Oblique")
_LOCK = b"<</Filter/Standard/V 2/R 3/Length 128/P -4/O<%s>/U<%s>>>" % (
    b"00" * 32,
    b"11" * 32,
)  # no password opens it


def draw(text, x, y, size=11, font=1, turned=False):
    """Return what draws a text: font 1 is plain, 2 bold, 3 italic; `turned` goes up the page."""
    shown = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    matrix = f"0 1 -1 0 {x} {y}" if turned else f"1 0 0 1 {x} {y}"
    return f"/F{font} {size} Tf {matrix} Tm ({shown}) Tj"


def set_lines(lines, x=50, top=700, leading=14, size=11, font=1):
    """Return what draws lines under one another, from `top` down."""
    return [draw(line, x, top - leading * row, size, font) for row, line in enumerate(lines)]


def write_pdf(pages, title="", locked=False, form=b""):
    """Return a PDF; each page is a list of what `draw` returns.

    `form` is the object 6, which « /X Do » draws.
    """
    fonts = "".join(f"/F{number} {number + 2} 0 R" for number in (1, 2, 3))
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    objects += [
        f"<</Type/Font/Subtype/Type1/BaseFont/{name}/Encoding/WinAnsiEncoding>>".encode()
        for name in _FONTS
    ]
    objects += [form] if form else []
    forms = "/XObject<</X 6 0 R>>" if form else ""
    kids = []
    for page in pages:
        stream = " ".join(["BT", *page, "ET"]).encode("cp1252")
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<<{fonts}>>{forms}>>"
            f"/Contents {len(objects) + 2} 0 R>>".encode()
        )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>".encode()
    trailer = "/Root 1 0 R"
    if title:
        objects.append(b"<</Title(%s)>>" % title.encode("cp1252"))
        trailer += f"/Info {len(objects)} 0 R"
    if locked:
        objects.append(_LOCK)
        trailer += f"/Encrypt {len(objects)} 0 R/ID[<00><00>]"
    return _assemble(objects, trailer)


def _assemble(objects, trailer):
    content, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj%s endobj\n" % (number, body)
    start, size = len(content), len(objects) + 1
    content += b"xref\n0 %d\n0000000000 65535 f \n" % size
    content += b"".join(b"%010d 00000 n \n" % place for place in places)
    return content + f"trailer<</Size {size}{trailer}>>\nstartxref\n{start}\n%%EOF\n".encode()
