"""A whole page: the head, the body with what stands between, and what is known of every piece."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from benchmarks.layouts.around import Around, make_folio
from benchmarks.layouts.block import Block, make_block
from benchmarks.layouts.body import build_body
from benchmarks.layouts.lexicon import Lexicon, load_lexicon, pick
from benchmarks.layouts.naming import Naming
from benchmarks.layouts.talk import Heard, Kind, Talk
from benchmarks.layouts.trait import Traits


@dataclass(frozen=True, slots=True)
class Page:
    """An interview laid out: what the writers need.

    `said` holds who says what with their labels, for formats that are made of turns; `blocks` all of
    the page for the others; `heard` what must be read of it.
    """

    talk: Talk
    naming: Naming
    title: str
    front: dict[str, object]
    blocks: tuple[Block, ...]
    heard: tuple[Heard, ...] = field(default=())


def lay_out(talk: Talk, traits: Traits, chance: random.Random) -> Page:
    """Return the page of a talk."""
    lexicon = load_lexicon(talk.language)
    naming = Naming(talk, traits.get("name", ""), lexicon, chance.choice(lexicon["medium"]))
    if "style" not in traits:
        return _finish(Page(talk, naming, "", {}, ()), [])
    title = _title(talk, traits, lexicon, chance)
    around = Around(talk, traits, lexicon, chance)
    head = [*around.before(), *_head(talk, title, traits, lexicon, chance), *around.under_title()]
    groups = build_body(talk, traits, naming)
    body, between = _join_body(talk, groups, title, around, traits, chance)
    foot = around.after()
    if traits["byline"] == "foot":
        foot.insert(0, make_block(_byline(talk, lexicon, chance)))
    front = _front(talk, title, traits, lexicon, chance)
    page = Page(talk, naming, title, front, (*head, *body, *foot))
    return _finish(page, [block.text for block in (*head, *between, *foot)])


def _finish(page: Page, others: list[str]) -> Page:
    """Return the page with what must be read of it; names are those that the page shows."""
    shown = " ".join([str(page.front), page.title, *(block.text for block in page.blocks)])
    if not page.blocks:
        shown = " ".join(page.naming.label(voice) for voice in (*page.talk.hosts, *page.talk.guests))
    heard = [
        Heard(
            Kind.ASKS if said.voice.host else Kind.ANSWERS,
            page.naming.readings(said.voice, shown),
            page.naming.forms(said.voice),
            said.paragraphs,
        )
        for said in page.talk.said
    ]
    heard += [Heard(Kind.OTHER, (), frozenset(), (text,)) for text in others]
    return Page(page.talk, page.naming, page.title, page.front, page.blocks, tuple(heard))


def _title(talk: Talk, traits: Traits, lexicon: Lexicon, chance: random.Random) -> str:
    guest, subject = talk.guests[0], chance.choice(lexicon["subject"])
    names = {"fr": " et ", "en": " and "}[talk.language].join(one.name for one in talk.guests)
    kind = {"with_guest": "title_with_guest", "quote": "title_quote", "event": "title_event"}
    if traits["title"] not in kind:
        return subject if traits["title"] == "subject" else ""
    quote = talk.said[1].paragraphs[0].split(". ")[0].rstrip(".")
    event = chance.choice(lexicon["event"])
    key = kind[traits["title"]]
    return pick(
        chance, lexicon, key, guest=names, role=guest.role, subject=subject, quote=quote, event=event
    )


def _head(
    talk: Talk, title: str, traits: Traits, lexicon: Lexicon, chance: random.Random
) -> list[Block]:
    guest, filled = talk.guests[0], {"guest": talk.guests[0].name, "role": talk.guests[0].role}
    blocks = [make_block(title, "title")] if title else []
    if traits["second_line"] != "no":
        key = {"with_role": "second", "series": "series"}[traits["second_line"]]
        blocks.append(make_block(pick(chance, lexicon, key, **filled)))
    if traits["byline"] == "head":
        blocks.append(make_block(_byline(talk, lexicon, chance)))
    if traits["lead"] in {"introduces", "two_paragraphs"}:
        blocks.append(make_block(pick(chance, lexicon, "lead", **filled)))
        blocks += [
            make_block(pick(chance, lexicon, "lead", guest=one.name, role=one.role))
            for one in talk.guests
            if one != guest
        ]
    if traits["lead"] == "two_paragraphs":
        blocks.append(make_block(pick(chance, lexicon, "lead_more")))
    if traits["lead"] == "vague":
        blocks.append(make_block(pick(chance, lexicon, "vague")))
    return blocks


def _byline(talk: Talk, lexicon: Lexicon, chance: random.Random) -> str:
    return pick(chance, lexicon, "byline", host=talk.hosts[0].name, date=chance.choice(lexicon["date"]))


def _front(
    talk: Talk, title: str, traits: Traits, lexicon: Lexicon, chance: random.Random
) -> dict[str, object]:
    """Return what the file states of itself, in its front matter or in its head."""
    if traits["front"] == "none":
        return {}
    front: dict[str, object] = {
        "title": title or chance.choice(lexicon["subject"]),
        "date": f"20{chance.randint(10, 25)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}",
    }
    names = [one.name for one in talk.guests]
    if traits["front"] in {"people_list", "toml"}:
        front[chance.choice(["people", "speakers"])] = names
    if traits["front"] == "people_string":
        front["people"] = {"fr": " et ", "en": " and "}[talk.language].join(names)
    if traits["front"] == "host_author":
        front["author"] = talk.hosts[0].name
    if chance.random() < 0.4:
        front["tags"] = ["interview", "portrait"]
    return front


def _join_body(
    talk: Talk,
    groups: list[list[Block]],
    title: str,
    around: Around,
    traits: Traits,
    chance: random.Random,
) -> tuple[list[Block], list[Block]]:
    """Return the body, and of its blocks those that nobody says.

    Headings and boxes stand in front of what the host says; sounds and the feet of pages anywhere.
    """
    places = [place for place, said in enumerate(talk.said) if said.voice.host]
    placed, blocks, between = around.between(places[1:] or places), list[Block](), list[Block]()
    for place, group in enumerate(groups):
        added = placed.get(place, [])
        if traits["sections"] == "yes" and place in places and places.index(place) % 3 == 0:
            added = [*added, *around.section()]
        if traits["sounds"] == "yes" and place and group and chance.random() < 0.25:
            added = [*added, *around.sound()]
        if traits["folios"] == "yes" and place % 4 == 3 and group:
            added = [*added, make_folio(place // 4 + 1, title or "Interview")]
        blocks += [*added, *group]
        between += added
    return blocks, between
