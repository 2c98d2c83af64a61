"""Words how far one machine goes, and Milvus beside files, for `benchmarks.figures`."""

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


def reach_table(measured: list[dict[str, Any]]) -> str:
    """Return the table of README: how far files on one machine go."""
    head = (
        "| passages | on disk | own memory | opened in | a question | nearest found |\n"
        "|---|---|---|---|---|---|"
    )
    rows = [
        f"| {one['passages']:,} | {one['index_mb'] / 1000:.1f} GB | {one['memory_mb'] / 1000:.1f} GB | "
        f"{one['open_s']:.1f} s | {one['ask_p50']:.0f} ms | {one['recall']:.1%} |"
        for one in measured
    ]
    told = (
        "\nWithout the judge that reads, on two cores that other work shared. From a gigabyte on, "
        "files are mapped:\npages of them are held beside the process's own memory while there is room."
    )
    return "\n".join([head, *rows, told])


def engine_figures(
    measured: list[dict[str, Any]], real: dict[str, Any], killed: dict[str, Any]
) -> list[str]:
    """Return the table of `benchmarks.engines`, and what `benchmarks.killed` found."""
    named = {
        "written, s": "write_s",
        "on disk, MB": "disk_mb",
        "opened, s": "open_s",
        "memory, MB": "memory_mb",
        "first question, ms": "first_ms",
        "a question, ms": "ask_p50",
        "95 % within, ms": "ask_p95",
        "a question of 1 % of the interviews, ms": "filtered_p50",
    }
    kinds = {"files": "files", "milvus": "Milvus Lite"}
    cells = [(one, kind) for one in measured for kind in kinds]
    head = " | ".join(f"{one['passages']:,}, {kinds[kind]}" for one, kind in cells)
    rows = [
        f"| {title} | {' | '.join(f'{one[kind][figure]:,}' for one, kind in cells)} |"
        for title, figure in named.items()
    ]
    same = " and ".join(f"{one['same']:.0%}" for one in measured)
    times = killed["killed"] + killed["ended"]
    title = (
        "The same archive in files and in Milvus Lite, whose engine runs in the process that asks, in "
        "one run on two cores that other work shared, without the judge that reads; "
        f"{same} of the answers are equal in every word, and with the judge {real['same']:.0%} of "
        f"those to {real['questions']} questions about nine real interviews "
        "(`python -m benchmarks.engines`). "
        f"Its builder was to be killed at {times} random moments, and had ended by "
        f"{killed['ended']} of them: what was in service was not whole {len(killed['lost'])} times "
        "(`python -m benchmarks.killed`).\n"
    )
    return [title, f"| | {head} |\n|---|{'---|' * len(cells)}", *rows, ""]
