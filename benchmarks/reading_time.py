"""Measures that reading takes time in proportion to the file, on plain and on hostile text.

    python -m benchmarks.reading_time [--largest 8] [--limit 1.4]

Each kind of text is read at two sizes: `--largest` MB and half of it. Prints for each kind the seconds
per MB and the slope (1 is linear, 2 quadratic), and exits with 1 when a slope is above the limit.
"""

from __future__ import annotations

import argparse
import math
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from onrecord.reading import read_interview
from onrecord.retrieval.passage import cut_passages

_TURN = (
    "**Pourquoi le canal numéro {} ?**\n\nParce que nous l'avons voulu. Je n'y vois "
    "qu'un chemin d'eau, et « rien » de plus. Mes voisins aussi.\n\n"
)
_PAGE = "<p><b>Oui ?</b></p><p>" + "Je ne sais. " * 100 + "</p>"
_CAPTIONS = "{}\n00:00:{:02d},000 --> 00:00:{:02d},900\nLéa : je le crois\nvraiment.\n\n"


def _repeat(part: str) -> Callable[[int], str]:
    return lambda size: part * (size // len(part.encode()))


KINDS: dict[str, tuple[str, Callable[[int], str]]] = {
    "interview": (".md", lambda size: "".join(_TURN.format(i) for i in range(size // 150))),
    "one line": (".txt", _repeat("Je le crois, nous le voyons bien. ")),
    "one sentence": (".txt", _repeat("je le crois et ")),
    "headings": (".md", _repeat("## Pourquoi ?\n")),
    "labels": (".txt", lambda size: "".join(f"Nom{i} Autre : Oui.\n\n" for i in range(size // 20))),
    "blanks": (".txt", lambda size: "Oui ?\n\n" + " " * size + "non"),
    "blank lines": (".txt", lambda size: "Oui ?\n" + " \n" * (size // 2) + "non"),
    "full stops": (".txt", lambda size: "Oui ?\n\n" + "." * size + "a"),
    "stars": (".md", lambda size: "Oui ?\n\n" + "**a " * (size // 4)),
    "underlines": (".md", lambda size: "Oui ?\n\n" + "_a" * (size // 2)),
    "brackets": (".md", _repeat("[a](")),
    "tags": (".md", _repeat("<div class='note'>")),
    "angles": (".md", _repeat("<a")),
    "closing": (".md", lambda size: "Oui ?\n\nNon " + ">" * size),
    "comments": (".md", _repeat("<!-- {% {{ ")),
    "bullets": (".md", _repeat("- Oui ?\n")),
    "dashes": (".txt", _repeat("— Oui ?\n— Non.\n")),
    "quotes": (".txt", _repeat("« Oui »\n\n")),
    "time codes": (".txt", _repeat("00:12Oui je\n")),
    "web page": (
        ".html",
        lambda size: "<html><body>" + _PAGE * (size // 1230),
    ),
    "subtitles": (
        ".srt",
        lambda size: "".join(_CAPTIONS.format(i, i % 60, i % 60) for i in range(size // 62)),
    ),
}


def measure(kind: str, size: int, folder: Path) -> float:
    """Return the seconds it takes to read a text of about `size` bytes and to cut its passages."""
    suffix, make = KINDS[kind]
    path = folder / f"text{suffix}"
    path.write_text(make(size), "utf-8")
    start = time.perf_counter()
    cut_passages(read_interview(path))
    return time.perf_counter() - start


def find_slope(kind: str, largest: int, folder: Path) -> tuple[float, float]:
    """Return the seconds for `largest` bytes, and the slope of time over size on a log scale."""
    half, whole = (measure(kind, size, folder) for size in (largest // 2, largest))
    return whole, math.log2(whole / half)


def main() -> int:
    """Run the benchmark; return the exit status."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--largest", type=float, default=8, help="MB")
    parser.add_argument("--limit", type=float, default=1.4)
    parser.add_argument("--only", choices=KINDS)
    options = parser.parse_args()
    size, steep = int(options.largest * 1_000_000), []
    with tempfile.TemporaryDirectory() as folder:
        for kind in [options.only] if options.only else KINDS:
            seconds, slope = find_slope(kind, size, Path(folder))
            print(f"{kind:14s} {seconds / options.largest:8.2f} s/MB   slope {slope:.2f}", flush=True)
            if slope > options.limit and seconds > 1:
                steep.append(kind)
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    print(f"steeper than {options.limit}: {', '.join(steep) or 'none'}")
    return 1 if steep else 0


if __name__ == "__main__":
    sys.exit(main())
