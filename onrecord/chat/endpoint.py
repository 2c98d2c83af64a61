"""The endpoints that programs call over HTTP: the same answers as on the page, as JSON.

`/ask` takes the arguments of `Archive.ask` and returns `Answer.to_dict()`; `/search` returns passages
without a verdict, `/find` the places of some words, `/grid` what each interview or person answers to
several questions; `/interviews` and `/passage` return what can be cited. The message of an
`OnRecordError` is sent to the program; that of any other exception is not.
"""

from __future__ import annotations

from functools import wraps
from inspect import signature
from typing import Any

import gradio as gr

from onrecord.answer.listing import list_interviews, show_paragraph
from onrecord.chat.archives import Archives
from onrecord.chat.call import Endpoint, check_arguments
from onrecord.error import OnRecordError, QuestionError
from onrecord.question.message import check_k
from onrecord.workbench.grid import ask_cells, plan_grid

_MOST_FOUND = 100  # passages that a search returns
_MOST_OCCURRENCES = 1_000
_MOST_CELLS = 100  # of a grid: it takes one of the places for questions until it is whole


def make_endpoints(archives: Archives) -> dict[str, Endpoint]:
    """Return the functions that programs call, by name. They raise an OnRecordError as it is."""
    return {
        "ask": _make_ask(archives),
        "search": _make_search(archives),
        "find": _make_find(archives),
        "grid": _make_grid(archives),
        "interviews": _make_interviews(archives),
        "passage": _make_passage(archives),
    }


def as_gradio_error(endpoint: Endpoint) -> Endpoint:
    """Return an endpoint that checks its arguments, and raises an OnRecordError as one of Gradio's.

    The message of a Gradio error is sent to the caller; `gr.api` reads the endpoint's signature.
    """

    @wraps(endpoint)
    def tell(*arguments: Any) -> Any:
        try:
            check_arguments(endpoint, signature(endpoint).bind(*arguments).arguments)
            return endpoint(*arguments)
        except OnRecordError as error:
            raise gr.Error(str(error), print_exception=False) from error

    return tell


def _make_ask(archives: Archives) -> Endpoint:
    def ask(
        question: str,
        k: int = 3,
        history: list[str] | None = None,
        interview: str | None = None,
        speaker: str | None = None,
        publication: str | None = None,
        since: str | None = None,
        until: str | None = None,
        quick: bool | None = None,
    ) -> dict[str, Any]:
        """Answer a question with the interviews' own words: verdict, hits with citations, facts.

        `quick` does not read the passages with the question: faster, and more often wrong.
        """
        filters = (interview, speaker, publication, since, until)
        answer = archives.shared.ask(question, k, history or (), *filters, quick=quick is True)
        return answer.to_dict()

    return ask


def _make_search(archives: Archives) -> Endpoint:
    def search(
        words: str,
        k: int = 10,
        interview: str | None = None,
        speaker: str | None = None,
        publication: str | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> list[dict[str, Any]]:
        """Find the passages nearest to some words, best first, without judging whether they answer.

        A list of at most k (1 to 100) passages, as the hits of /ask: {"rank", "score", "text",
        "start", "end", "quote", "interview_id", "title", "publication", "author", "date", "url",
        "speaker", "role", "asked", "turn", "paragraph", "cut", "source_sha256", "citation",
        "link", "sure"}.
        """
        if not 1 <= k <= _MOST_FOUND:
            raise QuestionError.of("k_of_search", most=_MOST_FOUND, found=repr(k))
        found = archives.shared.search(words, k, interview, speaker, publication, since, until)
        return [hit.to_dict() for hit in found]

    return search


def _make_find(archives: Archives) -> Endpoint:
    def find(
        words: str,
        interview: str | None = None,
        speaker: str | None = None,
        publication: str | None = None,
        since: str | None = None,
        until: str | None = None,
        any_form: bool = False,
        near: int = 0,
        asked: bool = False,
    ) -> dict[str, Any]:
        """Find every place where some words stand exactly.

        Returns {"count": how many there are, "occurrences": the first 1,000}, each {"interview_id",
        "title", "publication", "date", "speaker", "role", "asked" (true in a question), "start",
        "end", "text", "before", "after", "turn", "paragraph", "citation", "link", "source_sha256"}.
        """
        found = archives.shared.find(
            words,
            *(interview, speaker, publication, since, until),
            any_form=any_form,
            near=near,
            asked=asked,
        )
        shown = [one.to_dict() for one in found[:_MOST_OCCURRENCES]]
        return {"count": len(found), "occurrences": shown}

    return find


def _make_grid(archives: Archives) -> Endpoint:
    def grid(
        questions: list[str],
        by: str = "interview",
        k: int = 3,
        speaker: str | None = None,
        publication: str | None = None,
        since: str | None = None,
        until: str | None = None,
        quick: bool | None = None,
    ) -> dict[str, Any]:
        """Put each question to each interview, or each person, alone: at most 100 cells.

        Returns {"by", "questions", "rows": [{"name" (an interview's id, or a person), "described",
        "answers": one of /ask for each question, in their order}]}.
        """
        most = _MOST_CELLS // max(1, len(questions))
        if not most:
            raise QuestionError.of("grid_questions", most=_MOST_CELLS, found=len(questions))
        archive = archives.shared
        bounds = {"speaker": speaker, "publication": publication, "since": since, "until": until}
        settings = {"k": check_k(k), "quick": quick is True, **bounds}
        planned = plan_grid(archive.index, questions, by, settings, most)
        return planned.with_answers(list(ask_cells(archive.ask, planned, settings))).to_dict()

    return grid


def _make_interviews(archives: Archives) -> Endpoint:
    def interviews() -> list[dict[str, Any]]:
        """List the interviews that can be asked.

        Each is {"id", "title", "people": [{"name", "role"}], "publication", "date" (of
        publication, YYYY-MM-DD or null), "author", "url", "questions": ["verbatim"], "passages"
        (how many), "complete" (false where something says that a part is missing),
        "missing_share" (0 to 1, null where it is not known)}.
        """
        archive = archives.shared
        return list_interviews(archive.interviews, archive.index.count_said())

    return interviews


def _make_passage(archives: Archives) -> Endpoint:
    def passage(interview: str, anchor: str) -> dict[str, Any]:
        """Return one paragraph of an interview, verbatim, with all that is needed to cite it.

        `anchor` is "t1p2" for the second paragraph of turn 1, "t0p1" for the first of the lead. Returns
        {"text", "start", "end", "interview_id", "title", "publication", "author", "date", "url",
        "speaker", "role", "asked", "turn", "paragraph", "cut", "source_sha256", "citation",
        "link", "sure"}; `start` and `end` are code points into the interview's text.
        """
        archive = archives.shared
        return show_paragraph(archive.interviews, interview, anchor)

    return passage
