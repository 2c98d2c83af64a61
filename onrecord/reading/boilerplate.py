"""What is around an interview but not of it: paywall notices, menus, sharing, related articles.

Blocks in, reasons out. The wordings are data (`lexicon/paywall.txt`, `boilerplate.txt`,
`after_headings.txt`): a French speaker extends them without reading code.
"""

from __future__ import annotations

import re
from functools import cache

from onrecord.interview import Gap
from onrecord.reading.block import Block, Look
from onrecord.word import fold, load_lexicon

PAYWALL = "paywall notice"
_DENSE = 0.2  # a notice is made of its wordings; an answer that quotes one is not
_LONGEST_NOTICE = 2000  # characters
_SHARE_LEFT = re.compile(
    r"(\d{1,2})\s*%\s*(?:de (?:cet article |l'article )?)?(?:reste|restant|a lire|left|remaining|of this)|"
    r"reste\s+(?:encore\s+)?(\d{1,2})\s*%|(\d{1,2})\s*%[^.]{0,40}(?:reste a lire|left to read)"
)
_PROMPT = re.compile(r"^[\[(…. ]*(?:lire la suite|read more|continue reading)[\])…. ]*$")


def find_reason(block: Block) -> str:
    """Return why `block` is not the interview, or "" when nothing here says so."""
    if block.look is Look.EMPTY:
        return "no words"
    folded = fold(block.plain)
    if _PROMPT.match(folded) or _density(folded, "paywall") >= _DENSE:
        return PAYWALL
    if _density(folded, "boilerplate") >= _DENSE:
        return "around the article"
    return ""


def opens_appendix(block: Block) -> bool:
    """Say whether `block` is a heading after which the page is no longer the interview."""
    if block.look not in (Look.HEADING, Look.BOLD) or block.plain.endswith("?"):
        return False
    return _phrases("after_headings").match(fold(block.plain)) is not None


def read_gap(notices: list[Block]) -> Gap | None:
    """Return what the paywall notices say is missing, or None when there is none."""
    if not notices:
        return None
    for notice in notices:
        if match := _SHARE_LEFT.search(fold(notice.plain)):
            share = next(int(group) for group in match.groups() if group)
            return Gap("paywall", share / 100)
    return Gap("paywall")


def _density(folded: str, lexicon: str) -> float:
    """Return the share of `folded` (0..1) that is made of the wordings of a lexicon."""
    if len(folded) > _LONGEST_NOTICE:
        return 0.0
    covered = sum(len(match[0]) for match in _phrases(lexicon).finditer(folded))
    return covered / max(1, len(folded))


@cache
def _phrases(lexicon: str) -> re.Pattern[str]:
    longest_first = sorted(load_lexicon(lexicon), key=lambda phrase: (-len(phrase), phrase))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
