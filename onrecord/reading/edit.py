"""A side file to fill in: what was understood of an interview, for a person to put right.

It states what the reading found, so it changes nothing until a person edits it. Its comments list the
turns, and mark those in doubt.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from onrecord.interview import Interview, Turn
from onrecord.reading.assemble import understand
from onrecord.reading.format.source import SIDE_SUFFIX, load_source
from onrecord.reading.review import Review, Side, make_review
from onrecord.text.markup import plain
from onrecord.text.shown import shorten

_FIELDS = ("title", "publication", "author", "url")
_LONGEST = 70  # characters of a text in a comment
_HEAD = """\
# What was understood of {name}. Put right what is wrong; what you delete is read from the file again.
# The file itself stays as it is. corpus/README.md explains each field.
"""
_TAIL = """
# A block is named by the words with which it begins:
# asks: ["Le village se vide"]        # a question that was read as something else
# take_in: ["À lire aussi"]           # an answer that was left out
# leave_out: ["Encore merci"]         # no part of the interview
# ends_at: "Merci à tous"             # the interview ends before these words

# The turns, as they were read (who says it, how sure that is):
"""


def write_template(path: Path) -> tuple[Path, bool]:
    """Write the side file of an interview unless it exists; return its path, and whether it is new.

    Raises
    ------
    CorpusError
        When the interview cannot be read.
    """
    side = path.with_suffix(SIDE_SUFFIX)
    if side.exists():
        return side, False
    side.write_text(make_template(path), encoding="utf-8")
    return side, True


def make_template(path: Path) -> str:
    """Return the side file that says what is understood of an interview.

    Raises
    ------
    CorpusError
        When the interview cannot be read.
    """
    review = make_review(understand(load_source(path)))
    interview = review.interview
    stated: dict[str, Any] = {name: getattr(interview, name) for name in _FIELDS}
    stated = {name: value for name, value in stated.items() if value}
    if interview.date:
        stated["date"] = interview.date
    if interview.people:
        stated["interviewees"] = [
            {"name": person.name} | ({"role": person.role} if person.role else {})
            for person in interview.people
        ]
    if speakers := dict(_find_speakers(review)):
        stated["speakers"] = speakers
    written = yaml.safe_dump(stated, allow_unicode=True, sort_keys=False, width=100) if stated else ""
    turns = "".join(f"# {_describe(interview, turn)}\n" for turn in interview.turns)
    return _HEAD.format(name=path.name) + written + _TAIL + turns


def _find_speakers(review: Review) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield who each label is: the name that it stands for, and whether it asks."""
    for voice in review.voices:
        for label in voice.labels:
            if voice.side is Side.OUT:
                yield label, {"out": True}
            elif voice.name:
                yield label, {"name": voice.name, "host": voice.side is Side.ASKS}


def _describe(interview: Interview, turn: Turn) -> str:
    asked = _show(turn.asked.of(interview.text)) if turn.asked else "(no question)"
    said = _show(turn.paragraphs[0].of(interview.text))
    doubt = "  <- to be checked" if turn.is_doubted else ""
    who = turn.speaker.name or "nobody named"
    return f"{turn.number}. {asked} / {who} ({turn.sure_speaker:.2f}): {said}{doubt}"


def _show(text: str) -> str:
    return shorten(plain(text[: 20 * _LONGEST]), _LONGEST)
