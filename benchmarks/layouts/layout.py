"""One call makes one layout: words, people, traits, a page, a file."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.layouts import markup, office, pdf, transcript
from benchmarks.layouts.cast import cast_talk
from benchmarks.layouts.page import Page, lay_out
from benchmarks.layouts.talk import Heard, Words
from benchmarks.layouts.trait import Traits, draw_traits

Writer = Callable[[Page, Traits, random.Random], bytes]

WRITERS: Mapping[str, Writer] = {
    "md": markup.write_markdown,
    "html": markup.write_html,
    "txt": markup.write_text,
    "docx": office.write_docx,
    "odt": office.write_odt,
    "pdf": pdf.write_pdf,
    "vtt": transcript.write_vtt,
    "srt": transcript.write_srt,
    "tei": transcript.write_tei,
}


@dataclass(frozen=True, slots=True)
class Layout:
    """A file, the traits it was drawn with, and what must be read of it, in order of speaking.

    The pieces of kind OTHER come last in `heard`: they are of no order.
    """

    name: str
    content: bytes
    traits: Traits
    heard: tuple[Heard, ...]


def make_layouts(
    words: Sequence[Words], count: int, seed: int, unseen: bool | None = None, only: str = ""
) -> Iterator[Layout]:
    """Yield `count` layouts. The same words, seed and `unseen` give the same, whatever the count.

    `unseen` None draws from all traits, False only from those that training may meet, True only
    layouts that have at least one trait that training never meets. `only` is the one format of all,
    "" for any.
    """
    for number in range(count):
        chance = random.Random(f"{seed} {number}")
        yield make_layout(chance.choice(words), chance, f"layout-{number:05d}", unseen, only)


def make_layout(
    words: Words, chance: random.Random, name: str, unseen: bool | None = None, only: str = ""
) -> Layout:
    """Return one layout of an interview's words."""
    traits = draw_traits(chance, words.language, unseen, only)
    page = lay_out(cast_talk(words, traits, chance), traits, chance)
    content = WRITERS[traits["format"]](page, traits, chance)
    suffix = {"tei": "xml"}.get(traits["format"], traits["format"])
    return Layout(f"{name}.{suffix}", content, traits, page.heard)
