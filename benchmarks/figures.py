"""Writes the measured figures into this folder's README, and a summary into the project's README.

    python -m benchmarks.figures

It reads the JSON files that the other benchmarks wrote into this folder, and runs the example of the
project's README. The text between the marks (`<!-- figures`, `<!-- summary`, `<!-- example`) is always
written by this command, never by hand.
"""

from __future__ import annotations

import json
import re
import shlex
import tempfile
import textwrap
from pathlib import Path
from typing import Any

from benchmarks.growth import engine_figures, reach_table, scale_figures
from benchmarks.peer.table import peer_figures
from onrecord import Archive

HERE = Path(__file__).parent
README = HERE.parent / "README.md"
FIGURES = HERE / "README.md"
EVALUATE = (
    "python -m onrecord evaluate tests/questions/questions.jsonl --corpus tests/questions/corpus "
    "--json benchmarks/evaluation.own.json"
)
OF_PEOPLE = (  # rows of the ablation for which the questions that name somebody matter
    "nothing left out",
    "title, people and question in front of a passage",
    "all reading of the question",
    "whom and when the question asks",
)
WIDTH = 104  # characters of a line of prose


def main() -> None:
    """Rewrite the marked parts of both pages."""
    FIGURES.write_text(put(FIGURES.read_text("utf-8"), "figures", figures()), "utf-8")
    text = put(README.read_text("utf-8"), "summary", summary())
    text = put(text, "reach", reach_table(_load("scale")))
    text = re.sub(r"<!-- example: ([^\n]*) -->\n.*?<!-- end -->", example, text, flags=re.S)
    README.write_text(text, "utf-8")


def put(text: str, mark: str, content: str) -> str:
    """Return a page with the text between the marks of a name replaced by `content`."""
    pattern = rf"(<!-- {mark}:[^\n]*-->\n).*?(<!-- end -->)"
    return re.sub(pattern, lambda match: f"{match[1]}{content}\n{match[2]}", text, flags=re.S)


def example(match: re.Match[str]) -> str:
    """Return the example's command with the answer that the program now gives."""
    command = match[1]
    arguments = shlex.split(command)
    with tempfile.TemporaryDirectory() as index:
        answer = Archive.open(HERE.parent / "corpus", index).ask(arguments[2], k=int(arguments[4]))
    return f"<!-- example: {command} -->\n```text\n$ python -m {command}\n{answer}\n```\n<!-- end -->"


def summary() -> str:
    """Return the summary of the figures, in three sentences."""
    bench, own, cost = _load("retrieval.bench"), _load("evaluation.own"), _load("ask_cost")
    first = {name: bench["orders"][name]["R@1"] for name in ("On the Record", "BM25 with context")}
    share = {name: f"{one['value']:.0%}" for name, one in own["figures"].items()}
    text = (
        f"On nine real interviews, with {bench['questions']} questions by somebody who had not read "
        f"them, the right passage comes first {first['On the Record']:.0%} of the time; with word "
        f"search (BM25), {first['BM25 with context']:.0%}. On {own['questions']} questions over "
        f"invented interviews, {share['verbatim']} of the quotes stand in the source to the letter "
        f"and {share['right speaker']} name the right speaker; of the questions that are about an "
        f"interview's subject but not answered in it, {share['false answers on topic']} get an answer "
        f"all the same. Among {cost['passages']:,} passages, an answer takes {cost['ask_ms']:.0f} ms."
    )
    return textwrap.fill(text, WIDTH, break_on_hyphens=False)


def figures() -> str:
    """Return all tables and sentences of the figures, as Markdown."""
    cost, page = _load("ask_cost"), _load("page_cost")
    parts = []
    for name, title in (
        ("retrieval.bench", "nine real interviews, questions by somebody who had not read them"),
        ("retrieval.own", "the invented interviews of tests/questions"),
    ):
        measured = _load(name)
        table, follow_ups = measured["orders"], measured["follow_ups"]
        baseline = table["BM25 with context"]
        parts.append(
            f"Right passage first (R@1), in the first five (R@5), mean reciprocal rank: {title}.\n"
        )
        parts.append("| | R@1 | R@5 | MRR | R@1 beside BM25 |\n|---|---|---|---|---|")
        parts += [row_of(row, found, found["R@1"] / baseline["R@1"]) for row, found in table.items()]
        leaning = follow_ups["questions"]
        parts.append(
            f"\n{measured['questions']} questions, {leaning} of them follow-ups: for these the right "
            f"passage comes first {follow_ups['with']:.0%} of the time with the question before, "
            f"{follow_ups['without']:.0%} without.\n"
        )
    parts.append(
        f"All rows search the same passages with the same context (`python -m benchmarks.retrieval`). "
        f"An archive of {cost['passages']:,} passages takes {cost['build_s']} s to build and "
        f"{cost['index_mb']:.0f} MB on disk; `Archive.ask` takes {cost['ask_ms']:.0f} ms there, "
        f"{cost['ratio']} times the bare calls: encode, FAISS, BM25, one einsum over 100 candidates; "
        f"with `quick`, which reads no passage, {cost['quick_ms']:.0f} ms, {cost['quick_ratio']} times "
        f"(`python -m benchmarks.ask_cost`). In Chromium, the page adds {page['added_ms']:.0f} ms to a "
        f"question, on two busy cores (`python -m benchmarks.page_cost`).\n"
    )
    parts += ablation_figures()
    parts += [*peer_figures(_load("peers")), *asked_figures()]
    parts += answer_figures()
    parts += [*adding_figures(), *install_figures()]
    parts += [*mutation_figures(), *load_figures()]
    beside = engine_figures(*map(_load, ("engines", "engines.bench", "killed")))
    parts += [*scale_figures(_load("scale")), *beside, *fault_figures()]
    return "\n".join(parts)


def ablation_figures() -> list[str]:
    """Return the table of `benchmarks.ablation`: what each part of the search is worth."""
    bench, own, people = (_load(f"ablation.{name}") for name in ("bench", "own", "people"))
    rows = []
    for name in bench:
        named = f"{people[name]['R@1']:.3f}" if name in OF_PEOPLE else ""
        rows.append(f"| {name} | {bench[name]['R@1']:.3f} | {own[name]['R@1']:.3f} | {named} |")
    title = (
        "R@1 of On the Record with one part left out at a time (`python -m benchmarks.ablation`); a "
        "difference under .03 is noise. The third column is measured on 56 questions of people.jsonl "
        "in tests/questions, which name a person or a year: a difference under .07, four questions, is "
        "noise there, and only the rows that touch names and dates are given.\n"
    )
    head = "| left out | nine real | tests/questions | naming people and periods |\n|---|---|---|---|"
    whole, every = "nothing left out", "leaving common word pieces out"
    smaller, larger = (
        " and ".join(f"{table[name]['MB of word pieces']:.2f}" for table in (bench, own))
        for name in (whole, every)
    )
    size = (
        f"\nCommon word pieces are left out to make an index smaller: the word pieces of the nine real "
        f"interviews and of tests/questions take {smaller} MB; with the common ones, {larger} MB.\n"
    )
    return [title, head, *rows, size]


def asked_figures() -> list[str]:
    """Return the sentence of `benchmarks.asked`: interviewers' questions, asked again."""
    measured = _load("asked.own")
    first, any_ = "its first passage", "a passage of it"
    with_, without = measured["with"], measured["without"]
    return [
        f"Asked again, word for word, {measured['questions']} questions that the interviewers of "
        f"tests/questions put get the answer given then, from its beginning, {with_[first]:.0%} of the "
        f"time, and some passage of it {with_[any_]:.0%}; without the step that puts it first, "
        f"{without[first]:.0%} and {without[any_]:.0%} (`python -m benchmarks.asked "
        "tests/questions/corpus`).\n"
    ]


def answer_figures() -> list[str]:
    """Return the table of `onrecord evaluate` on tests/questions: the answers."""
    measured = _load("evaluation.own")
    rows = [
        f"| {name} | {one['value']:.3f} | {one['low']:.3f} to {one['high']:.3f} | {one['count']} |"
        for name, one in measured["figures"].items()
        if one["count"]
    ]
    title = (
        f"The answers to all {measured['questions']} questions of tests/questions, with 95 % intervals "
        f"(`{EVALUATE}`).\n"
    )
    return [title, "| | | | over |\n|---|---|---|---|", *rows]


def install_figures() -> list[str]:
    """Return the table of `benchmarks.install_cost`: what each install costs."""
    measured = _load("install_cost")
    rows = [
        f"| `pip install {arguments}` | {one['fetched_mb']:.0f} | {one['disk_mb']:,.0f} "
        f"| {one['packages']} | {one['install_s']} |"
        for arguments, one in (
            (".", measured["wheel"]),
            ("-r requirements.txt", measured["requirements"]),
        )
    ]
    torch = next(name for name in measured["requirements"]["largest"] if name.startswith("torch "))
    title = (
        f"What an install costs, the second with {torch}; seconds without the time to fetch, on two "
        "busy cores (`python -m benchmarks.install_cost`).\n"
    )
    head = "| | MB fetched | MB on disk | packages | seconds |\n|---|---|---|---|---|"
    return [title, head, *rows, ""]


def mutation_figures() -> list[str]:
    """Return the sentence of `benchmarks.mutation`: changes of the code that no test notices."""
    counts = [
        f"{one['alive']} of {one['mutants']} in `{name}` ({one['alive'] / one['mutants']:.0%}; "
        f"{one['date']}, seed {one['seed']})"
        for name, one in _load("mutation").items()
    ]
    return [
        f"Of small changes of the code, drawn by chance, no test notices {', '.join(counts)} "
        f"(`python -m benchmarks.mutation`).\n"
    ]


def adding_figures() -> list[str]:
    """Return the table of `benchmarks.adding`: what one interview more costs."""
    rows = [
        f"| {one['passages']:,} | {one['build_s']} | {one['index_mb']:,} | {one['open_s']} "
        f"| {one['one_more_s']} | {one['one_more_mb']} | {one['rebuild_s']} |"
        for one in _load("adding")
    ]
    title = (
        "What an archive costs as it grows, without the time to encode: one interview more is a "
        "visitor's own beside the archive, a rebuild follows one new file in its folder "
        "(`python -m benchmarks.adding`).\n"
    )
    head = "| passages | build, s | on disk, MB | open, s | one more, s | its memory, MB | rebuild, s |"
    return [f"\n{title}", f"{head}\n|---|---|---|---|---|---|---|---|", *rows, ""]


def load_figures() -> list[str]:
    """Return the table of what strangers cost the server: `benchmarks.server_load`."""
    measured = _load("server_load")
    rows = []
    for name, one in measured.items():
        seconds = one.get("answered_s") or one.get("others_s") or ["", ""]
        told = {**one, **one.get("others", {})}
        answered = told.get("answered", told.get("done", ""))
        busy = f"{one['busy']} in {one['busy_s'][-1]} s" if one.get("busy") else ""
        dropped = sum(count for kind, count in told.items() if kind.startswith("dropped"))
        memory = " to ".join(map(str, one["memory_mb"]))
        rows.append(
            f"| {name} | {answered} | {seconds[0]} | {seconds[1]} | {busy} | {dropped} | {memory} "
            f"| {one.get('log_kb', '')} |"
        )
    title = (
        "What strangers cost the server, on two cores that other work shares: askers at once; 100 "
        "files of 4.9 MB of which the last byte is not sent; 1,300 headers that do not end, while "
        "three others ask; 1,000 visits that each ask once (`python -m benchmarks.server_load`).\n"
    )
    head = "| | answered | half, s | 95 % within, s | told 503 | dropped | memory, MB | log, kB |"
    return [title, f"{head}\n|---|---|---|---|---|---|---|---|", *rows, ""]


def fault_figures() -> list[str]:
    """Return the table of `benchmarks.faults`: what damages lead to."""
    measured = _load("faults")
    rows = [
        f"| {kind} | {sum(one.values()):,} | {one['right']:,} | {one['told']:,} | {one['wrong']:,} |"
        for kind, one in measured.items()
    ]
    title = (
        "Damages by the thousand, and what became of each: the right answer all the same, one sentence "
        "that says what is wrong, or something wrong, which is a fault of the program "
        "(`python -m benchmarks.faults`).\n"
    )
    return [title, "| | tried | right | told | wrong |\n|---|---|---|---|---|", *rows, ""]


def row_of(name: str, found: dict[str, float], ratio: float) -> str:
    """Return a row of a table: R@1, R@5, MRR and the ratio to the baseline's R@1."""
    cells = " | ".join(f"{found[figure]:.3f}" for figure in ("R@1", "R@5", "MRR"))
    return f"| {name} | {cells} | × {ratio:.2f} |"


def _load(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((HERE / f"{name}.json").read_text("utf-8"))
    return loaded


if __name__ == "__main__":
    main()
