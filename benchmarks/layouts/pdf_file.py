"""The file of a PDF, written by hand: pages whose content is given, in three fonts, and their index.

`pdf` draws interviews with it, `tests/printed.py` what the tests of reading need.
"""

from __future__ import annotations

from collections.abc import Sequence

_FONTS = ("Helvetica", "Helvetica-Bold", "Helvetica-Oblique")  # F1, F2 and F3


def escape(text: str) -> str:
    """Return a text as it stands in brackets in the content of a page."""
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def write_pages(
    contents: Sequence[bytes],
    width: int,
    height: int,
    *,
    form: bytes = b"",
    title: bytes = b"",
    lock: bytes = b"",
) -> bytes:
    """Return a PDF file.

    Parameters
    ----------
    contents
        The operators that draw each page, in WinAnsi.
    width, height
        Of a page, in points.
    form
        The object 6, which « /X Do » draws.
    title
        In the document's information, in WinAnsi.
    lock
        The dictionary of an encryption.
    """
    fonts = "".join(f"/F{number} {number + 2} 0 R" for number in range(1, len(_FONTS) + 1))
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    objects += [
        f"<</Type/Font/Subtype/Type1/BaseFont/{name}/Encoding/WinAnsiEncoding>>".encode()
        for name in _FONTS
    ]
    objects += [form] if form else []
    forms = "/XObject<</X 6 0 R>>" if form else ""
    kids = []
    for content in contents:
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {width} {height}]"
            f"/Resources<</Font<<{fonts}>>{forms}>>"
            f"/Contents {len(objects) + 2} 0 R>>".encode()
        )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>".encode()
    root = b"/Root 1 0 R"
    if title:
        objects.append(b"<</Title(%s)>>" % title)
        root += b"/Info %d 0 R" % len(objects)
    if lock:
        objects.append(lock)
        root += b"/Encrypt %d 0 R/ID[<00><00>]" % len(objects)
    return _join_objects(objects, root)


def _join_objects(objects: Sequence[bytes], root: bytes) -> bytes:
    """Return the objects as a file: each with its number, and the table of where each begins."""
    pdf, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(pdf))
        pdf += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    trailer = b"trailer\n<</Size %d%s>>\nstartxref\n%d\n%%%%EOF" % (size, root, len(pdf))
    return pdf + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table) + trailer
