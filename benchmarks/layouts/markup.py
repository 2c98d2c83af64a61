"""Writes a page as Markdown, HTML or plain text, in the ways that the traits name."""

from __future__ import annotations

import html
import itertools
import json
import random
import textwrap
from collections.abc import Iterable

import yaml

from benchmarks.layouts.block import Block, Run
from benchmarks.layouts.page import Page
from benchmarks.layouts.trait import Traits

_PREFIX = {"title": "# ", "h2": "## ", "h3": "### ", "h4": "#### ", "li": "- ", "quote": "> "}
_TAG = {"title": "h1", "quote": "blockquote"}


def write_text(page: Page, traits: Traits, chance: random.Random) -> bytes:
    """Return plain text: bold and headings leave no mark."""
    style, lines = traits["text"], list[str]()
    for block in page.blocks:
        text = {"li": "• ", "quote": "    "}.get(block.kind, "") + block.text
        if style == "hard_wrapped":
            text = "\n".join(
                textwrap.fill(part, 76, expand_tabs=False, replace_whitespace=False)
                for part in text.split("\n")
            )
        if style == "indented" and block.kind == "p":
            text = f"   {text}"
        if lines and not block.tight and style != "tight":
            lines.append("")
        lines.append(text)
    text = "\n".join(lines) + "\n"
    if style == "crlf":
        return b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
    return text.encode("cp1252", "replace") if style == "windows" else text.encode()


def write_markdown(page: Page, traits: Traits, chance: random.Random) -> bytes:
    """Return Markdown, with front matter where the page states something of itself."""
    style, lines = traits["markdown"], list[str]()
    for box, blocks in itertools.groupby(page.blocks, key=lambda block: block.box):
        part = list(_mark_blocks(list(blocks), style))
        if style == "fenced_div":
            part = ["", f"::: {{.{box or 'entry-content'}}}", *part, "", ":::"]
        if style == "raw_html" and box:
            part = ["", f'<div class="{box}">', *part, "", "</div>"]
        lines += part
    if traits["link_definitions"] == "yes":
        lines += [
            "",
            '[quai-1]: https://quai.example.org/a "Le quai"',
            "[z6]: https://quai.example.org/z6",
        ]
    return (_front_matter(page, traits) + "\n".join(lines).lstrip("\n") + "\n").encode()


def _front_matter(page: Page, traits: Traits) -> str:
    if not page.front:
        return ""
    if traits["front"] == "toml":
        return "\n".join(["+++", *(f"{k} = {json.dumps(v, ensure_ascii=False)}" for k, v in page.front.items()), "+++", "", ""])  # fmt: skip  # noqa: E501
    return f"---\n{yaml.safe_dump(page.front, allow_unicode=True, sort_keys=False)}---\n\n"


def _mark_blocks(blocks: list[Block], style: str) -> Iterable[str]:
    previous = ""
    for number, block in enumerate(blocks):
        if block.kind == "row":
            question, answer = ("".join(map(_mark_run, cell)) for cell in block.cells)
            yield from ("", "| | |", "|---|---|") if previous != "row" else ()
            yield f"| {question} | {answer} |"
            previous = "row"
            continue
        text = "".join(_mark_run(run, style) for run in block.runs)
        if not (block.tight or (block.kind == "li" and previous == "li")):
            yield ""
        elif block.tight and style == "trailing_spaces":
            text = f"{text}  "
        previous = block.kind
        if style == "setext" and block.kind in {"title", "h2"}:
            yield from (text, ("=" if block.kind == "title" else "-") * len(text))
        elif style == "attributes" and block.kind in {"title", "h2", "h3", "h4"}:
            yield f"{_PREFIX[block.kind]}{text} {{#part-{number} .unnumbered}}"
        elif style == "hard_wrapped" and block.kind == "p" and "\n" not in text:
            yield from textwrap.wrap(text, 80, break_long_words=False, break_on_hyphens=False)
        elif style == "raw_html" and block.kind == "p" and number % 5 == 2 and not block.tight:
            yield f"<p>{_tag_runs(block.runs)}</p>"
        else:
            yield _PREFIX.get(block.kind, "") + text


def _mark_run(run: Run, style: str = "common") -> str:
    bold, italic = ("__", "_") if style == "underscores" else ("**", "*")
    marks = bold * run.bold + italic * run.italic
    text = run.text.replace("<", "&lt;")
    if not marks:
        return text
    words = text.strip()
    before, after = text[: text.index(words)], text[text.index(words) + len(words) :]
    return f"{before}{marks}{words}{marks[::-1]}{after}"


def write_html(page: Page, traits: Traits, chance: random.Random) -> bytes:
    """Return a web page."""
    style = traits["html"]
    parts = []
    for box, blocks in itertools.groupby(page.blocks, key=lambda block: block.box):
        inner = "\n".join(_tag_blocks(list(blocks), style))
        parts.append(_wrap_box(inner, box, style))
    head = f"<title>{html.escape(page.title or 'Page')}</title>"
    names = {"title": "og:title", "date": "article:published_time", "tags": "keywords"}
    for key, value in page.front.items():
        shown = ", ".join(map(str, value)) if isinstance(value, list) else value
        name = names.get(key, key)
        head += f'\n<meta name="{name}" content="{html.escape(str(shown))}">'
    body = "\n".join(parts)
    if style == "table_cell":
        body = f'<table width="100%"><tr><td valign="top">{body}</td></tr></table>'
    text = f'<!doctype html>\n<html lang="{page.talk.language}"><head><meta charset="utf-8">'
    text += f"{head}</head>\n<body>\n{body}\n</body></html>\n"
    if style == "entities":
        text = "".join(c if ord(c) < 128 else f"&#{ord(c)};" for c in text)
    return text.encode()


def _wrap_box(inner: str, box: str, style: str) -> str:
    if style in {"soup", "table_cell", "breaks"}:
        return f'<div class="{box or "txt"}">{inner}</div>'
    tag = {
        "": "main" if style == "main" else "article",
        "nav": "nav",
        "foot": "footer",
        "aside": "aside",
    }
    name = tag.get(box, "section")
    return f'<{name} class="{box or "entry-content"}">{inner}</{name}>'


def _tag_blocks(blocks: list[Block], style: str) -> Iterable[str]:
    groups = itertools.groupby(blocks, key=lambda block: block.kind)
    for kind, group in ((kind, list(group)) for kind, group in groups):
        if kind == "li":
            links = "".join(
                f'<li><a href="/p">{_tag_runs(one.runs)}</a></li>' for one in group if one.box
            )
            yield (
                f"<ul>{links}"
                + "".join(f"<li>{_tag_runs(o.runs)}</li>" for o in group if not o.box)
                + "</ul>"
            )
        elif kind == "row":
            rows = ("".join(f"<td>{_tag_runs(cell)}</td>" for cell in one.cells) for one in group)
            yield "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"
        elif kind in {"dt", "dd"}:
            yield "".join(f"<{kind}>{_tag_runs(one.runs)}</{kind}>" for one in group)
        else:
            yield from _tag_paragraphs(group, kind, style)


def _tag_paragraphs(group: list[Block], kind: str, style: str) -> Iterable[str]:
    name = _TAG.get(kind, kind)
    joined: list[str] = []
    for block in group:
        inner = _tag_runs(block.runs, style)
        if joined and (block.tight or (style == "breaks" and kind == "p")):
            joined[-1] += ("<br>" if block.tight else "<br><br>") + inner
        else:
            joined.append(inner)
    yield from (f"<{name}>{inner}</{name}>" for inner in joined)


def _tag_runs(runs: tuple[Run, ...], style: str = "") -> str:
    text = ""
    for run in runs:
        inner = html.escape(run.text, quote=False).replace("\n", "<br>").replace("\t", "&nbsp; ")
        if style == "styled_spans" and run.bold:
            text += f'<span style="font-size:120%;font-weight:bold">{inner}</span>'
            continue
        inner = f"<em>{inner}</em>" if run.italic else inner
        text += f"<strong>{inner}</strong>" if run.bold else inner
    return text
