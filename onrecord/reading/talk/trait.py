"""What can be seen of a block without deciding anything: how it is set, how it ends, to whom it speaks.

Traits are facts; `evidence` weighs which part they speak for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.reading.block.block import Block, Look
from onrecord.text.fold import fold
from onrecord.text.lexicon import load_lexicon
from onrecord.text.mark import CLOSING_QUOTES, LINE_ENDS, OPENING_QUOTES
from onrecord.text.phrase import begins_with
from onrecord.text.pronoun import addresses, count_first_person, invites, speaks_of_oneself

_LOOKED_AT = 5000  # characters of a block
_LONGEST_INVITATION = 250
_LONGEST_END = 160
_FEWEST_QUOTED = (
    3  # questions between quotation marks by which a page shows that it sets its questions so
)
_QUOTED = re.compile(rf"[{OPENING_QUOTES}][^{OPENING_QUOTES}]*[{CLOSING_QUOTES}][.\s]*$", re.S)
_SENTENCE = re.compile(r"[^.!?…]+[.!?…]+[\s»”\"')]*$")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+$")


@dataclass(frozen=True, slots=True)
class Traits:
    """What can be seen of a block; `style` names how it is set, to compare blocks of one page.

    `speaks_to` and `last_speaks_to`: whether it, or its last sentence, addresses somebody. `own`: how
    often it speaks in the first person; `about`: whether it speaks of a person interviewed by name.
    """

    style: str
    look: Look
    length: int
    words: int
    asks: bool
    invites: bool
    speaks_to: bool
    last_speaks_to: bool
    of_oneself: bool
    own: int
    stops: bool
    is_upper: bool
    is_quoted: bool
    about: bool
    thanks: bool
    ends_page: bool
    titles: bool
    welcomes: bool
    is_address: bool


def read_traits(blocks: Sequence[Block], people: Sequence[str]) -> list[Traits]:
    """Return the traits of each block; `people` are the full names of who is interviewed."""
    quoted = [block for block in blocks if _QUOTED.match(block.plain[:_LOOKED_AT])]
    asked = sum(block.is_question for block in quoted)
    sets_asked = asked >= _FEWEST_QUOTED and 2 * asked >= len(quoted)  # the page's way of asking
    return [_read(block, people, is_put=sets_asked and block.is_question) for block in blocks]


def _read(block: Block, people: Sequence[str], *, is_put: bool) -> Traits:
    text = block.plain[:_LOOKED_AT]
    last = _SENTENCE.search(text[-600:])
    own = count_first_person(text)
    opens = invites(text) and len(block.plain) <= _LONGEST_INVITATION
    is_short = len(text) <= _LONGEST_END
    is_quoted = not is_put and _QUOTED.match(text) is not None
    return Traits(
        style=f"{block.look.value}{block.level or ''}",
        look=block.look,
        length=len(block.plain),
        words=len(text.split()),
        asks=block.is_question,
        invites=opens and not text.endswith((":", ",")),
        speaks_to=addresses(text) and not is_quoted,
        last_speaks_to=addresses(last[0] if last else text[-600:]) and not is_quoted,
        of_oneself=speaks_of_oneself(text),
        own=own,
        stops=text.endswith(LINE_ENDS),
        is_upper=text.isupper(),
        is_quoted=is_quoted,
        about=not own and any(name in text for name in people),
        thanks=is_short and begins_with(text, "thanks"),
        ends_page=is_short and begins_with(text, "endings"),
        titles=_is_title(text),
        welcomes=begins_with(text, "welcomes"),
        is_address=_ADDRESS.match(text) is not None,
    )


def _is_title(text: str) -> bool:
    """Return whether words name a section of a page (« Introduction », « Transcription »)."""
    folded = fold(text[:80]).strip(" .:–—-")
    first = " ".join(folded.split()[:1])
    titles = load_lexicon("section_titles")
    return folded in titles or (first in titles and len(folded) <= 60 and not text.endswith("?"))
