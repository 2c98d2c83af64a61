"""The citation of a passage: one line that says who, where and when, and a link to the place.

Citations follow the order that the French press uses; links are percent-encoded, accents and
apostrophes included. Nothing here chooses what is cited.
"""

from __future__ import annotations

from urllib.parse import quote

from onrecord.interview import Interview
from onrecord.retrieval.passage import Passage
from onrecord.text.change import undo
from onrecord.text.markup import plain
from onrecord.text.span import Span
from onrecord.wording import say, say_date

_FRAGMENT_WORDS = 6


def cite(interview: Interview, passage: Passage, language: str = "fr") -> str:
    """Return one line of what is known: speaker, publication, date, question, paragraph, page or time.

    « Cédric O, La Gazette des communes, 28 novembre 2019, question 1, § 1 ». What is printed ends
    with its page or pages: « p. 3 », « p. 3-4 »; a recording with the time at which the passage
    begins: « 12:31 », or « 01:12:31 » after an hour.
    """
    place = f"{say('question', language)} {passage.question}" if passage.question else ""
    parts = [
        passage.speaker,
        interview.publication or interview.title or interview.id,
        say_date(interview.date, language) if interview.date else "",
        place if passage.turn else say("lead", language),
        f"§ {passage.paragraph}" if passage.turn and passage.paragraph else "",
        say("page", language, pages=format_range(passage.page, passage.last_page))
        if passage.page
        else "",
        format_time(passage.start_time) if passage.start_time is not None else "",
    ]
    return ", ".join(dict.fromkeys(part for part in parts if part))


def link_to(interview: Interview, passage: Passage) -> str:
    """Return a link to the passage: on the publisher's page if its address is known, else in the chat.

    A recording is linked at its second, by its own address where that is known; a PDF at its page, a
    web page at the words of the passage by a text fragment; a fragment that the address already has is
    kept.

    Source: text fragments, https://wicg.github.io/scroll-to-text-fragment/; media fragments,
    https://www.w3.org/TR/media-frags/; pages of a PDF, https://www.rfc-editor.org/rfc/rfc8118
    """
    time = f"t={int(passage.start_time)}" if passage.start_time is not None else ""
    is_elsewhere = interview.media.startswith("https://")
    address = interview.media if time and is_elsewhere else interview.url
    if not address.startswith(("http://", "https://")):
        at = f"&{time}" if time else ""
        return f"?interview={quote(interview.id, safe='')}{at}#{passage.anchor}"
    page, _, own = address.partition("#")
    if time:
        return f"{page}#{time}"
    if passage.page and page.partition("?")[0].lower().endswith(".pdf"):
        return f"{page}#page={passage.page}"
    span = Span(passage.start, passage.end)
    words = plain(undo(passage.text, span, passage.changes)).split()
    if len(words) <= 2 * _FRAGMENT_WORDS:
        return f"{page}#{own}:~:text={_encode(words)}"
    first, last = words[:_FRAGMENT_WORDS], words[-_FRAGMENT_WORDS:]
    return f"{page}#{own}:~:text={_encode(first)},{_encode(last)}"


def format_range(first: int | None, last: int | None, dash: str = "-") -> str:
    """Return the number of a page or line, or the first and last of several; "" without any."""
    if first is None:
        return ""
    return str(first) if last in (None, first) else f"{first}{dash}{last}"


def format_time(seconds: float) -> str:
    """Return a time of a recording: « 12:31 », or « 01:12:31 » after an hour."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{rest:02d}" if hours else f"{minutes:02d}:{rest:02d}"


def _encode(words: list[str]) -> str:
    """Percent-encode words for a text fragment; `-`, `,` and `&` are syntax there."""
    return quote(" ".join(words), safe="").replace("-", "%2D")
