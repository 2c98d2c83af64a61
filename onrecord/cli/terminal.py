"""What the commands print: no text of an interview, a file or a user commands the terminal."""

from __future__ import annotations

import json
import re
import sys

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # all but tabs and line ends


def tell(text: object, *, is_error: bool = False) -> None:
    """Print a text, on stderr if it `is_error`, with control characters as U+FFFD.

    Bytes of a file's name that are not UTF-8 are printed as escapes such as `\\udcff`.
    """
    printable = _CONTROLS.sub("\ufffd", str(text)).encode("utf-8", "backslashreplace").decode()
    print(printable, file=sys.stderr if is_error else sys.stdout)


def tell_json(value: object) -> None:
    """Print a value as JSON, with control characters as its escapes."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    tell(_CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", text))
