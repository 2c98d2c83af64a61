"""The archive as tools of the Model Context Protocol, for programs that converse: `onrecord mcp`.

The tools call `Archive` as HTTP does and return the same JSON: every passage has its citation. Needs
the extra `mcp`; `command.mcp` imports this module once that is known to be there.
Source: https://modelcontextprotocol.io
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, ParamSpec, TypeVar

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from pydantic import Field

from onrecord.answer.argument import DESCRIPTIONS
from onrecord.answer.listing import list_interviews, show_paragraph
from onrecord.archive import Archive
from onrecord.error import OnRecordError
from onrecord.version import __version__

_INSTRUCTIONS = """\
Interviews that answer in their own words. `ask` returns a verdict and passages copied to the letter,
each with its citation and its link; nothing is generated. Quote them exactly, with the citation. When
the verdict is not_said or maybe_unread, say so, and do not answer from elsewhere."""

_P = ParamSpec("_P")
_R = TypeVar("_R")


def _of(name: str) -> Any:
    return Field(description=DESCRIPTIONS[name])


Question = Annotated[str, _of("question")]
Words = Annotated[str, _of("words")]
Many = Annotated[int, _of("k")]
History = Annotated[list[str] | None, _of("history")]
InterviewId = Annotated[str | None, _of("interview")]
Speaker = Annotated[str | None, _of("speaker")]
Publication = Annotated[str | None, _of("publication")]
Since = Annotated[str | None, _of("since")]
Until = Annotated[str | None, _of("until")]
OneInterview = Annotated[str, _of("interview")]
Anchor = Annotated[str, _of("anchor")]


class Tools:
    """What a program can do with an archive: each method is a tool."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def ask(
        self,
        question: Question,
        k: Many = 3,
        history: History = None,
        interview: InterviewId = None,
        speaker: Speaker = None,
        publication: Publication = None,
        since: Since = None,
        until: Until = None,
    ) -> dict[str, Any]:
        """Answer a question with the interviews' own words: verdict, passages with citations, facts."""
        filters = (interview, speaker, publication, since, until)
        return self._archive.ask(question, k, history or (), *filters).to_dict()

    def search(
        self,
        words: Words,
        k: Many = 10,
        interview: InterviewId = None,
        speaker: Speaker = None,
        publication: Publication = None,
        since: Since = None,
        until: Until = None,
    ) -> list[dict[str, Any]]:
        """Find the passages nearest to some words, best first, without judging whether they answer."""
        filters = (interview, speaker, publication, since, until)
        return [hit.to_dict() for hit in self._archive.search(words, k, *filters)]

    def passage(self, interview: OneInterview, anchor: Anchor) -> dict[str, Any]:
        """Return one paragraph of an interview, verbatim, with all that is needed to cite it."""
        return show_paragraph(self._archive.interviews, interview, anchor)

    def interviews(self) -> list[dict[str, Any]]:
        """List the interviews that can be asked: who speaks, where, when, what was asked, how whole."""
        return list_interviews(self._archive.interviews, self._archive.index.count_said())


def make_server(archive: Archive) -> MCPServer[Any]:
    """Return a server with the tools of an archive."""
    server: MCPServer[Any] = MCPServer(
        "onrecord", title="On the Record", instructions=_INSTRUCTIONS, version=__version__
    )
    tools = Tools(archive)
    for tool in (tools.ask, tools.search, tools.passage, tools.interviews):
        server.tool()(_told(tool))
    return server


def _told(tool: Callable[_P, _R]) -> Callable[_P, _R]:
    """Return a tool that raises an OnRecordError as one whose message is sent."""

    @wraps(tool)
    def tell(*arguments: _P.args, **named: _P.kwargs) -> _R:
        try:
            return tool(*arguments, **named)
        except OnRecordError as error:
            raise ToolError(str(error)) from error

    return tell
