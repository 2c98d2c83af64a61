"""What a visitor puts right in the report of a file: a click becomes a line of the side file.

The file is read again with it, within the same bounds, and its report says what changed before it is
accepted. Nothing that a visitor writes is evaluated: names are text, and what they name is looked up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import parse_qsl

from onrecord.chat.upload import LONGEST_SIDE, Offer, read_file
from onrecord.error import CorpusError
from onrecord.reading.amend import ENDS, LISTS, Told, amend_block, amend_people, amend_voices
from onrecord.reading.review import Review, Side

MOST_STEPS = 60  # corrections of one file
VOICES = "voices"  # the correction that is of the form alone, and of no block
_LONGEST_NAME = 80  # characters
_MOST_FIELDS = 400  # of a form


def correct_offer(offer: Offer, form: str, act: str, block: str) -> Offer:
    """Return a file that was read, read again with one more correction.

    Parameters
    ----------
    form
        The names and the sides of the report's voices, as a browser encodes a form.
    act
        What is corrected: `VOICES`, or the field of the side file that names a block.
    block
        The offset at which the block begins.

    Raises
    ------
    CorpusError
        When the correction is of nothing in the file, is one too many or too long, or when the file
        cannot be read with it.
    """
    side = _amend(offer, _read_form(offer, form))
    if act != VOICES:
        piece = offer.review.find_piece(int(block)) if block.isdecimal() and len(block) < 10 else None
        if piece is None or act not in (*LISTS, ENDS):
            raise _strange(offer)
        side = amend_block(side, piece, act)
    if side == offer.side:
        return replace(offer, before=offer.interview)
    if len(offer.steps) >= MOST_STEPS:
        raise CorpusError.of("correction_many", where=offer.name, most=MOST_STEPS)
    if len(side) > LONGEST_SIDE:
        raise CorpusError.of("correction_long", where=offer.name, most=LONGEST_SIDE)
    return _read_again(offer, side, (*offer.steps, offer.side))


def undo_correction(offer: Offer) -> Offer:
    """Return a file that was read, read again without its last correction; itself without any.

    Raises
    ------
    CorpusError
        When it cannot be read again.
    """
    return _read_again(offer, offer.steps[-1], offer.steps[:-1]) if offer.steps else offer


def _read_again(offer: Offer, side: str, steps: tuple[str, ...]) -> Offer:
    read = read_file(offer.name, offer.content, side)
    before = replace(offer.interview, text=read.interview.text)  # one text in memory, not two
    return replace(read, steps=steps, before=before)


def _read_form(offer: Offer, form: str) -> dict[str, str]:
    try:
        fields = dict(parse_qsl(form, keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except ValueError as error:
        raise _strange(offer) from error
    return {name: _clean(value) for name, value in fields.items()}


def _clean(value: str) -> str:
    """Return a value on one line, without what is not printed, at most 80 characters of it."""
    words = " ".join(value[: 4 * _LONGEST_NAME].split())
    return "".join(filter(str.isprintable, words))[:_LONGEST_NAME].strip()


def _amend(offer: Offer, form: Mapping[str, str]) -> str:
    """Return the side file of an offer with what the form says of its voices and people."""
    review = offer.review
    told = [_read_voice(offer, form, index) for index in range(len(review.voices))]
    names = [form.get(f"person-{index}", one.name) for index, one in enumerate(review.unlabelled)]
    return amend_people(amend_voices(offer.side, review, told), review, names)


def _read_voice(offer: Offer, form: Mapping[str, str], index: int) -> Told:
    """Return who a voice is: as its own fields say, or those of the voice that it is one with."""
    review = offer.review
    meant = _follow(offer, form, index)
    voice = review.voices[meant]
    try:
        side = Side(form.get(f"side-{meant}", voice.side.value))
    except ValueError as error:
        raise _strange(offer) from error
    name = form.get(f"name-{meant}", voice.name)
    return Told(name or (_name_merged(review, meant) if meant != index else ""), side)


def _follow(offer: Offer, form: Mapping[str, str], index: int) -> int:
    """Return the voice that a voice is one with, after at most as many steps as there are voices."""
    count = len(offer.review.voices)
    for _ in range(count):
        same = form.get(f"same-{index}", "")
        if not same:
            return index
        if not same.isdecimal() or len(same) > 3 or int(same) >= count:
            raise _strange(offer)
        index = int(same)
    raise _strange(offer)


def _name_merged(review: Review, index: int) -> str:
    """Return a name for two voices that have none: the one person's, or the label."""
    people = review.interview.people
    return people[0].name if len(people) == 1 else review.voices[index].labels[0]


def _strange(offer: Offer) -> CorpusError:
    return CorpusError.of("correction_strange", where=offer.name)
