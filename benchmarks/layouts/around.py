"""What stands around an interview, before, between and after what is said: blocks of nobody's words."""

from __future__ import annotations

import random

from benchmarks.layouts.block import Block, make_block, parse_runs
from benchmarks.layouts.lexicon import Lexicon, pick
from benchmarks.layouts.talk import Talk
from benchmarks.layouts.trait import Traits


class Around:
    """Makes the pieces that the traits of a layout ask for."""

    def __init__(self, talk: Talk, traits: Traits, lexicon: Lexicon, chance: random.Random) -> None:
        self._traits, self._lexicon, self._chance = traits, lexicon, chance
        guest = talk.guests[0]
        self._filled = {"guest": guest.name, "first": guest.called, "role": guest.role}
        self._answers = [said.paragraphs for said in talk.said if not said.voice.host]
        self._heading = "h2" if traits.get("asks") in {"heading_3", "heading_4"} else "h3"

    def before(self) -> list[Block]:
        """Return what stands above the title."""
        return self._take("cookies menu crumbs")

    def under_title(self) -> list[Block]:
        """Return what stands between the head and the first words."""
        return self._take("reading_time share tags photo media_link contents transcript_note")

    def between(self, places: list[int]) -> dict[int, list[Block]]:
        """Return what stands in front of some of the things said, by place."""
        found: dict[int, list[Block]] = {}
        for name in ("see_also", "advertisement", "newsletter", "pull_quote"):
            if blocks := self._take(name):
                found.setdefault(self._chance.choice(places), []).extend(blocks)
        return found

    def section(self) -> list[Block]:
        """Return a heading of a section, which asks nothing."""
        return [make_block(self._pick("sections"), self._heading)]

    def after(self) -> list[Block]:
        """Return what stands below the last answer."""
        return self._take(
            "thanks end_mark outro bio translator footnotes tags share related teasers comments "
            "copyright footer"
        )

    def sound(self) -> list[Block]:
        """Return a sound that a transcriber noted."""
        return [make_block(self._pick("sounds"))]

    def _take(self, names: str) -> list[Block]:
        return [
            block
            for name in names.split()
            if self._traits.get(name) == "yes"
            for block in getattr(self, f"_{name}", lambda name=name: [make_block(self._pick(name))])()
        ]

    def _pick(self, key: str) -> str:
        return pick(self._chance, self._lexicon, key, **self._filled)

    def _list(self, key: str, box: str, kind: str = "li") -> list[Block]:
        return [make_block(text, kind, box) for text in self._lexicon[key]]

    def _menu(self) -> list[Block]:
        return self._list("menu", "nav")

    def _footer(self) -> list[Block]:
        return self._list("footer", "foot")

    def _share(self) -> list[Block]:
        return self._list("share", "aside")

    def _cookies(self) -> list[Block]:
        return [make_block(self._pick("cookies"), box="banner")]

    def _newsletter(self) -> list[Block]:
        return [make_block(self._pick("newsletter"), box="aside")]

    def _crumbs(self) -> list[Block]:
        return [make_block(" > ".join(self._lexicon["menu"][:3]), box="nav")]

    def _contents(self) -> list[Block]:
        return [make_block(self._lexicon["contents"][0]), *self._list("sections", "")]

    def _copyright(self) -> list[Block]:
        return [make_block(self._pick("copyright"), box="foot")]

    def _thanks(self) -> list[Block]:
        text = self._pick("thanks")
        bold = self._traits.get("asks") == "bold"
        return [Block("p", parse_runs(f"*{text}*" if bold else text))]

    def _end_mark(self) -> list[Block]:
        return [make_block(self._pick("end_mark").replace("*", "–"))]

    def _pull_quote(self) -> list[Block]:
        sentence = self._chance.choice(self._answers)[0].split(". ")[0].rstrip(".")
        return [make_block(f"« {sentence} »", "quote")]

    def _related(self) -> list[Block]:
        title = make_block(self._pick("related_title"), "h2", "aside")
        return [title, *self._list("related", "aside")]

    def _teasers(self) -> list[Block]:
        title = make_block(self._pick("related_title"), "h2", "aside")
        return [title, *self._list("teasers", "aside", "h3")]

    def _comments(self) -> list[Block]:
        blocks = [make_block(self._pick("comments_title"), "h2", "comments")]
        for name, text in zip(self._lexicon["commenter"], self._lexicon["comments"], strict=True):
            blocks += [make_block(name, box="comments"), make_block(text, box="comments")]
        return blocks


def make_folio(number: int, title: str) -> Block:
    """Return the foot of a page in the middle of a text."""
    return make_block(f"{title[:40]}  –  {number}")
