"""Words the figures of `benchmarks.scale`, how far one machine goes, for `benchmarks.figures`."""

from __future__ import annotations

from typing import Any


def scale_figures(measured: list[dict[str, Any]]) -> list[str]:
    """Return the table of `benchmarks.scale`: how far one machine goes."""
    named = {
        "on disk, MB": "index_mb",
        "the folder compared for the first time, s": "corpus_s",
        "opened after that, s": "open_s",
        "memory, MB": "memory_mb",
        "pages of mapped files beside it, MB": "mapped_mb",
        "first question, ms": "first_ms",
        "a question, ms": "ask_p50",
        "95 % within, ms": "ask_p95",
        "a question of 1 % of the interviews, ms": "filtered_p50",
        "FAISS alone, exact, ms": "faiss_p50",
        "BM25 alone, ms": "bm25_p50",
        "of the 100 nearest, found": "recall",
    }
    rows = [
        f"| {title} | {' | '.join(f'{one[figure]:,}' for one in measured)} |"
        for title, figure in named.items()
    ]
    title = (
        "How far one machine goes: real passages multiplied, with changed words and vectors; questions "
        "without the judge that reads, medians, on two cores that other work shared unevenly: times of "
        "different sizes are not to be compared (`python -m benchmarks.scale`; it draws the same as "
        "[scale.svg](scale.svg)).\n"
    )
    head = " | ".join(f"{one['passages']:,} passages" for one in measured)
    return [title, f"| | {head} |\n|---|{'---|' * len(measured)}", *rows, ""]
