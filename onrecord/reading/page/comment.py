"""Where readers' comments begin: they look like answers and are nobody's the page interviewed.

They begin at a heading (« 3 commentaires », « Vos réactions »), or, without one, at the first
line that signs a comment (« Bébert31, le 12/03/2020 à 14:32 »). They never end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.reading.block.block import Block
from onrecord.text.fold import fold
from onrecord.text.phrase import begins_with
from onrecord.text.pronoun import speaks_of_oneself

_HEADING = re.compile(
    r"(?:les |vos |tous les |\d+ |voir les |\W)*(?:\d+ )?"
    r"(?:commentaires?|reactions?|avis|comments?|responses?|contributions?)"
    r"(?: (?:des (?:lecteurs|internautes)|sur cet article|recents?|\(?\d+\)?))*[\s\W\d]*"
)
_DAY = (
    r"(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{1,2}(?:er)? [a-z]{3,9}\.? \d{4}|"
    r"[a-z]{3,9} \d{1,2}, \d{4}|hier|aujourd'hui|yesterday|today)"
)
_SIGNED = re.compile(
    rf"(?:(?:par|de|by|poste par|posted by) )?(?P<who>[^?!:;]{{0,40}}?)[\s,:|•·-]*"
    rf"(?:le |on |poste le |a ecrit le |dit le )?{_DAY},?\s*"
    r"(?:a |at |- )?\d{1,2}\s?[h:]\s?\d{2}(?::\d{2})?"
    r"(?: ?[ap]m)?\W*(?:dit|says|repondre|reply)?\W*(?:signaler)?\W*$"
)
_AGO = re.compile(
    r".{0,40}\b(?:il y a \w+ (?:minutes?|heures?|jours?|semaines?|mois|ans?)|"
    r"\w+ (?:minutes?|hours?|days?|weeks?|months?|years?) ago)\W*(?:repondre|reply)?\W*$"
)
_MAY_SIGN = re.compile(r"\d|il y a | ago\b")
_SAYS = re.compile(r"[^.?!:]{2,40} (?:dit|a dit|a ecrit|says|wrote|said)\s?:?$")
_PUBLISHED = re.compile(r"\b(?:publie|mis a jour|modifie|cree|published|updated|mis en ligne)")
_LONGEST_LINE = 120  # characters of a line that heads or signs comments
_BEFORE = 200  # characters of talk that must stand before them
_LONGEST_NAME = 40


def find_comments(blocks: Sequence[Block]) -> int:
    """Return the index of the first block of the comments, or how many blocks there are.

    A line that could head comments is believed only after a block of talk: menus have such lines.
    """
    is_after_talk = False
    for index, block in enumerate(blocks):
        if is_after_talk and len(block.plain) <= _LONGEST_LINE:
            folded = fold(block.plain)
            if _HEADING.fullmatch(folded) or begins_with(block.plain, "comment_headings"):
                return index
            following = blocks[index + 1].plain if index + 1 < len(blocks) else ""
            if _signs(block.plain) or (_SAYS.fullmatch(folded) and _signs(following)):
                return index - 1 if _is_name_line(blocks[index - 1]) else index
        is_talk = block.is_question or len(block.plain) >= _BEFORE
        is_after_talk = is_after_talk or (is_talk and not block.reason)
    return len(blocks)


def _signs(text: str) -> bool:
    """Say whether a line says who wrote a comment and when."""
    folded = fold(text)
    if len(text) > _LONGEST_LINE or not _MAY_SIGN.search(folded) or _PUBLISHED.search(folded):
        return False
    is_ago = _AGO.fullmatch(folded) and not text.endswith(".") and not speaks_of_oneself(text)
    return bool(is_ago) or _SIGNED.fullmatch(folded) is not None


def _is_name_line(block: Block) -> bool:
    return len(block.plain) <= _LONGEST_NAME and not block.plain.endswith(
        (".", "!", "?", "…", "»", ":")
    )
