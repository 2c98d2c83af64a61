"""People are invented and given the words: an interview becomes a Talk.

Names are drawn by the trait `people_names`; remarks that ask nothing, questions asked back, a
second guest, a second host and somebody in the room are drawn by theirs.
"""

from __future__ import annotations

import random

from benchmarks.layouts.lexicon import Lexicon, load_lexicon, pick
from benchmarks.layouts.talk import Exchange, Said, Talk, Voice, Words
from benchmarks.layouts.trait import Traits, must_ask


def cast_talk(words: Words, traits: Traits, chance: random.Random) -> Talk:
    """Return the interview with its people; it has one exchange at least, and at most nine."""
    lexicon = load_lexicon(words.language)
    hosts, guests = _invent(traits, lexicon, chance)
    first = chance.randint(0, max(0, len(words.exchanges) - 9))
    said: list[Said] = []
    exchanges = words.exchanges[first : first + 9]
    asked = [not must_ask(traits) or one.asks[-1].endswith("?") for one in exchanges]
    for number, exchange in enumerate(exchanges):
        if any(asked) and not asked[number]:
            continue
        said += _speak(exchange, number, guests, hosts, traits, lexicon, chance)
    if traits["one_off"] == "yes":
        voice = Voice(pick(chance, lexicon, "one_off"), "", "", host=True)
        at = max(index for index, one in enumerate(said) if one.voice.host)
        said.insert(at, Said(guests[0], said[at + 1].paragraphs[:1]))
        said.insert(at, Said(voice, (pick(chance, lexicon, "one_off_asks"),)))
    return Talk(words.language, hosts, guests, tuple(said))


def _speak(
    exchange: Exchange,
    number: int,
    guests: tuple[Voice, ...],
    hosts: tuple[Voice, ...],
    traits: Traits,
    lexicon: Lexicon,
    chance: random.Random,
) -> list[Said]:
    """Return who says what in one exchange."""
    (answer, *_), guest = exchange.answers, chance.choice(guests)
    host = hosts[number % len(hosts)]
    asks = exchange.asks[-1:] if must_ask(traits) else exchange.asks
    if traits["address"] == "yes" and chance.random() < 0.5:
        rest = asks[-1][:1].lower() + asks[-1][1:]
        asks = (*asks[:-1], pick(chance, lexicon, "address", first=guest.called, rest=rest))
    if traits["asked_back"] == "yes" and chance.random() < 0.3:
        answer = (*answer[:-1], f"{answer[-1]} {pick(chance, lexicon, 'asked_back')}")
    said = [Said(host, asks)]
    other = next((one for one in guests if one != guest), None)
    if other and len(answer) > 1 and chance.random() < 0.6:
        return [*said, Said(guest, answer[:1]), Said(other, answer[1:])]
    if traits["remarks"] == "yes" and len(answer) > 1 and chance.random() < 0.6:
        remark = Said(host, (pick(chance, lexicon, "remarks"),))
        return [*said, Said(guest, answer[:1]), remark, Said(guest, answer[1:])]
    return [*said, Said(guest, answer)]


def _invent(
    traits: Traits, lexicon: Lexicon, chance: random.Random
) -> tuple[tuple[Voice, ...], tuple[Voice, ...]]:
    """Return the hosts and the guests; no two share a name."""
    firsts, lasts = chance.sample(lexicon["first"], 4), chance.sample(lexicon["last"], 4)
    roles, shape = chance.sample(lexicon["role"], 4), traits["people_names"]
    if shape in {"particle", "hyphen"}:
        lasts[2:] = chance.sample(lexicon[shape], 2)
    if shape == "middle_initial":
        firsts[2:] = [f"{first} {chance.choice('ABCDEFGHJLMPRS')}." for first in firsts[2:]]
    if shape == "pseudonym":
        firsts[2:], lasts[2:] = chance.sample(lexicon["pseudonym"], 2), ["", ""]
    people = [
        Voice(first, last, role, host)
        for first, last, role, host in zip(
            firsts, lasts, roles, (True, True, False, False), strict=True
        )
    ]
    hosts, guests = people[:2], people[2:]
    return (
        tuple(hosts if traits["hosts"] == "two" else hosts[:1]),
        tuple(guests if traits["guests"] == "two" else guests[:1]),
    )
