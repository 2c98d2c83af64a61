"""An interview written by hand and hits in it, for the tests of the chat and of exports."""

from __future__ import annotations

import datetime

from onrecord.answer.hit import Hit, Quote
from onrecord.interview import Gap, Interview, Person, Turn
from onrecord.text.span import Span

NETS = """\
Publié le 02/01/2024 • Par Maud Kerbrat

**Qui répare les filets, à Port-Aven ?**

Yann Le Goff : Deux ramendeuses < trois, & <img src=x onerror=alert(1)> de Lorient.

**Combien coûte un filet neuf ?**

Yann Le Goff : Neuf mille euros, pour un chalut de fond ; on le garde quatre ans.
"""

TEXT = """\
À Port-Aven, la criée rouvre.

Pourquoi **fermer** ?

Nous avons perdu la lotte. Le toit fuyait. Il a plu.

**Le gras commence ici. Il finit là.**

Et <b>demain</b> ?

Oui.

Oui.

Deux idées :
- un quai
- une grue
"""


def span_of(text: str, start: int = 0) -> Span:
    """Return the span of `text` in TEXT, the first at or after `start`."""
    start = TEXT.index(text, start)
    return Span(start, start + len(text))


_JEANNE = Person("Jeanne <Le Bihan>", "directrice & patronne")
_FIRST_YES = span_of("Oui.")
INTERVIEW = Interview(
    id="criee",
    text=TEXT,
    sha256="0" * 64,
    fingerprint="1",
    publication="Le Phare",
    author="Maud Kerbrat",
    date=datetime.date(2021, 5, 3),
    url="https://example.org/criee",
    people=(_JEANNE,),
    lead=(span_of("À Port-Aven, la criée rouvre."),),
    turns=(
        Turn(
            1,
            1,
            span_of("Pourquoi **fermer** ?"),
            _JEANNE,
            (
                span_of("Nous avons perdu la lotte. Le toit fuyait. Il a plu."),
                span_of("**Le gras commence ici. Il finit là.**"),
            ),
        ),
        Turn(
            2,
            2,
            span_of("Et <b>demain</b> ?"),
            _JEANNE,
            (
                _FIRST_YES,
                span_of("Oui.", _FIRST_YES.end),
                span_of("Deux idées :\n- un quai\n- une grue"),
            ),
        ),
    ),
    gap=Gap("paywall", 0.6),
)


def make_hit(text: str, quote: str, turn: int, rank: int = 1, start: int | None = None) -> Hit:
    """Return a hit whose passage is `text` and whose quote is `quote`."""
    start = TEXT.index(text) if start is None else start
    quote_start = TEXT.index(quote, start)
    return Hit(
        rank=rank,
        score=0.9,
        text=text,
        start=start,
        end=start + len(text),
        quote=Quote(quote, quote_start, quote_start + len(quote)),
        interview_id=INTERVIEW.id,
        title=INTERVIEW.title,
        publication=INTERVIEW.publication,
        author=INTERVIEW.author,
        date=INTERVIEW.date,
        url=INTERVIEW.url,
        speaker=_JEANNE.name if turn else INTERVIEW.author,
        role=_JEANNE.role if turn else "",
        asked=INTERVIEW.turns[turn - 1].asked.of(TEXT) if turn else "",
        turn=turn,
        paragraph=1,
        cut=False,
        source_sha256=INTERVIEW.sha256,
        citation=f"Jeanne, Le Phare, question {turn}",
        link="https://example.org/criee#:~:text=Nous",
    )
