"""The body of an interview as blocks: labels, or questions set apart, or both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from benchmarks.layouts.block import Block, Run, make_block, parse_runs
from benchmarks.layouts.clock import Clock
from benchmarks.layouts.naming import Naming
from benchmarks.layouts.talk import Said, Talk, Voice
from benchmarks.layouts.trait import Traits

# {n} the name, {c} a colon, {t} {e} {w} when a turn begins and ends; * bold, ~ italic
LABELS = {
    "colon": "{n}{c} ", "bold_colon": "*{n}{c}* ", "bold_then_colon": "*{n}*{c} ",
    "italic_colon": "~{n}{c}~ ", "stop_dash": "{n}. – ", "em_dash": "{n} — ",
    "bracket_colon": "[{n}]: ",
    "bracket": "[{n}] ", "parenthesis": "({n}) ", "bold_time": "*[{t}] {n}:* ",
    "time_before": "[{t}] {n}: ",
    "time_after": "{n} [{t}]: ", "range_line": "[{n}] ({t} - {e})\n", "name_time_line": "{n}  {t}\n",
    "bold_name_time_line": "*{n}*   {t}\n", "time_name_line": "[{t}] {n}\n", "name_line": "{n}\n",
    "bold_name_line": "*{n}*\n", "colon_line": "{n}{c}\n", "heading_name": "{n}\n", "tab": "{n}\t",
    "minutes_lines": "{n}\n{w}\n{t}\n{n} {w}\n", "pipe": "{n} | ", "two_on_a_line": "{n}{c} ",
    "tight_colon": "{n}:", "bare": "{n} ",
}  # fmt: skip


def build_body(talk: Talk, traits: Traits, naming: Naming) -> list[list[Block]]:
    """Return the blocks of each thing said, in order."""
    if traits["style"] == "labelled":
        return _build_labelled(talk, traits, naming)
    return _build_marked(talk, traits, naming)


def _build_labelled(talk: Talk, traits: Traits, naming: Naming) -> list[list[Block]]:
    clock, groups, met = Clock(traits["clock"]), [], set[Voice]()
    for said in talk.said:
        if traits["labelled"] == "host" and not said.voice.host:
            groups.append([make_block(text) for text in said.paragraphs])
            continue
        label = naming.label(said.voice, again=said.voice in met)
        met.add(said.voice)
        blocks = list(_label(said.paragraphs, label, traits, naming, clock))
        if (
            traits["label"] == "two_on_a_line"
            and groups
            and not said.voice.host
            and len(groups[-1]) == 1
        ):
            (asks,) = groups[-1]
            joined = Block("p", (*asks.runs, Run(" "), *blocks[0].runs))
            groups[-1], blocks = [joined], blocks[1:]
        groups.append(blocks)
    return groups


def _label(
    paragraphs: tuple[str, ...], label: str, traits: Traits, naming: Naming, clock: Clock
) -> Iterator[Block]:
    """Yield the paragraphs with their label in front, or above."""
    style = "bare" if traits["name"] == "bare_q_and_r" else traits["label"]
    for number, text in enumerate(paragraphs):
        begins, ends = clock.take(text)
        if number and traits["repeat"] == "no":
            yield make_block(text)
            continue
        marked = LABELS[style].format(
            n=label, t=clock.show(begins), e=clock.show(ends),
            w=clock.say(begins, naming.talk.language), c=" :" if naming.talk.language == "fr" else ":",
        )  # fmt: skip
        *lines, inline = marked.split("\n")
        for place, line in enumerate(lines):
            kind = "h3" if style == "heading_name" else "p"
            yield Block(kind, parse_runs(line), tight=place > 0)
        yield Block(
            "p", (*parse_runs(inline), Run(text)), tight=bool(lines) and style != "heading_name"
        )


def _build_marked(talk: Talk, traits: Traits, naming: Naming) -> list[list[Block]]:
    groups: list[list[Block]] = []
    met: set[Voice] = set()
    number, clock = 0, Clock(traits["clock"])
    for said in talk.said:
        if said.voice.host:
            number += 1
            groups.append(_ask(said, traits["asks"], number, naming))
            continue
        labelled = traits.get("labelled") == "guest" or (
            traits.get("labelled") == "first_time" and said.voice not in met
        )
        met.add(said.voice)
        if labelled:
            blocks = list(_label(said.paragraphs, naming.label(said.voice), traits, naming, clock))
        else:
            blocks = [make_block(text) for text in said.paragraphs]
        _answer(groups, blocks, traits["asks"], number, naming, labelled)
    return groups


def _ask(said: Said, style: str, number: int, naming: Naming) -> list[Block]:
    """Return a question set apart, by the trait `asks`."""
    bold, italic = style.startswith("bold"), "italic" in style
    joined = " ".join(said.paragraphs)
    if style in {"bold_run_in", "italic_run_in", "plain_run_in", "line_run_in"}:
        return [Block("p", (Run(joined, bold, italic),))]
    if style.startswith("heading"):
        return [make_block(joined, f"h{style[-1]}")]
    if style == "numbered_headings":
        heading = make_block(f"{naming.lexicon['question'][0]} {number}", "h4")
        return [heading, *(make_block(text) for text in said.paragraphs)]
    if style in {"bold", "italic", "bold_italic"}:
        return [Block("p", (Run(text, bold, italic),)) for text in said.paragraphs]
    shown = {
        "numbered": f"*{number}. {{}}*", "dash_question": "– {}", "dash_both": "– {}",
        "guillemets": "« {} »",
    }.get(style, "{}")  # fmt: skip
    kind = {"bullet": "li", "quoted": "quote", "definition": "dt"}.get(style, "p")
    return [Block(kind, parse_runs(shown.format(joined.upper() if style == "upper" else joined)))]


def _answer(
    groups: list[list[Block]],
    blocks: list[Block],
    style: str,
    number: int,
    naming: Naming,
    labelled: bool,
) -> None:
    """Add an answer after its question, or into its block."""
    first = blocks[0]
    if style.endswith("run_in") and groups and len(groups[-1]) == 1 and not labelled:
        (asks,) = groups[-1]
        between = Run("\n" if style == "line_run_in" else " ")
        groups[-1] = [replace(asks, runs=(*asks.runs, between, *first.runs))]
        groups.append(blocks[1:])
        return
    if style == "table" and groups and len(groups[-1]) == 1:
        (asks,) = groups[-1]
        text = " ".join(block.text for block in blocks)
        groups[-1] = [Block("row", (), cells=(asks.runs, (Run(text),)))]
        groups.append([])
        return
    if style == "definition":
        blocks = [replace(block, kind="dd") for block in blocks]
    if style == "dash_both":
        blocks = [replace(first, runs=(Run("– "), *first.runs)), *blocks[1:]]
    if style == "numbered_headings":
        blocks = [make_block(f"{naming.lexicon['answer'][0]} {number}", "h4"), *blocks]
    groups.append(blocks)
