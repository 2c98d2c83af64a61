"""The head of the library as HTML: how to add an interview, its report, and the outcome."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.chat.report_view import report_offer
from onrecord.chat.template import render
from onrecord.chat.upload import LARGEST, Offer, Uploads
from onrecord.reading.format.source import SUFFIXES


@dataclass(frozen=True, slots=True)
class Step:
    """The progress of encoding an accepted interview: passages done, and in all."""

    done: int
    total: int


def show_upload(
    uploads: Uploads, offer: Offer | None, language: str, keeps: bool, step: Step | None = None
) -> str:
    """Return the head of the library as HTML: how to add an interview, and the file at hand.

    Parameters
    ----------
    offer
        The file that waits to be accepted.
    keeps
        Whether an accepted interview is added to the corpus, for all; the page says which.
    step
        The progress of the encoding, None before and after it.
    """
    return render(
        "upload",
        language,
        uploads=uploads,
        keeps=keeps,
        step=step,
        kinds=",".join(SUFFIXES),
        most=LARGEST // 1_000_000,
        report=report_offer(offer, language) if offer and not step else None,
    )
