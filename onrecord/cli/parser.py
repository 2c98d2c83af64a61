"""The arguments of the command line. Only `command` runs anything."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from typing import Any

from onrecord.cli import command, workbench
from onrecord.cli.opening import FILTERS
from onrecord.version import __version__


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of the command line; in what it parses, `run` is the command's function."""
    parser = argparse.ArgumentParser(
        prog="onrecord", description="Interviews that answer in their own words."
    )
    parser.add_argument("--version", action="version", version=f"onrecord {__version__}")
    commands = parser.add_subparsers(dest="command", required=True)
    for add in (
        *(_add_ask, _add_search, _add_find, _add_build, _add_serve, _add_read, _add_verify),
        *(_add_grid, _add_export, _add_evaluate, _add_mcp),
    ):
        add(commands)
    return parser


def _add_ask(commands: Any) -> None:
    ask = _add(commands, "ask", command.ask, "answer a question")
    ask.add_argument("question")
    ask.add_argument("-k", type=int, default=3, help="passages at most, for each question (default 3)")
    ask.add_argument("--json", action="store_true", help="print the answer as JSON")
    ask.add_argument("--diverse", action="store_true", help="the best passage of each interview")
    _add_quick(ask)
    ask.add_argument(
        "--history", action="append", default=[], metavar="QUESTION", help="an earlier question"
    )
    _add_filters(ask)
    _add_places(ask)


def _add_search(commands: Any) -> None:
    search = _add(
        commands, "search", command.search, "find passages, without deciding whether they answer"
    )
    search.add_argument("words")
    search.add_argument("-k", type=int, default=10, help="passages at most (default 10)")
    search.add_argument("--json", action="store_true", help="print the passages as JSON")
    _add_filters(search)
    _add_places(search)


def _add_find(commands: Any) -> None:
    find = _add(commands, "find", command.find, "find every place where some words stand exactly")
    find.add_argument("words")
    find.add_argument("--any-form", action="store_true", help="other forms of the words too")
    find.add_argument(
        "--near",
        type=int,
        default=0,
        metavar="N",
        help="in any order, within N words (default: a phrase)",
    )
    find.add_argument(
        "--count", choices=("speaker", "interview", "year"), help="only count the places, by this"
    )
    find.add_argument("--asked", action="store_true", help="in the interviewers' questions")
    find.add_argument("--json", action="store_true", help="print the places as JSON")
    _add_filters(find)
    _add_places(find)


def _add_grid(commands: Any) -> None:
    grid = _add(commands, "grid", workbench.grid, "put many questions to each interview or person")
    grid.add_argument("questions", metavar="QUESTIONS.txt", help="one question on each line")
    grid.add_argument(
        "--out", required=True, type=_path, metavar="FILE", help="name.xlsx, .csv, .html or .md"
    )
    grid.add_argument(
        "--by", choices=("interview", "speaker"), default="interview", help="what the rows are"
    )
    grid.add_argument("-k", type=int, default=3, help="passages at most in each cell (default 3)")
    _add_quick(grid)
    _add_filters(grid, FILTERS[2:])
    _add_places(grid)


def _add_export(commands: Any) -> None:
    export = _add(
        commands, "export", workbench.export, "take saved answers, or interviews, to other tools"
    )
    export.add_argument(
        "saved", nargs="*", metavar="SAVED",
        help="a grid (.xlsx, .csv), or JSON of `ask --json`; none for the interviews alone",
    )  # fmt: skip
    export.add_argument(
        "--out", required=True, type=_path, metavar="PLACE",
        help="name.md, .bib, .ris, .json (CSL-JSON), .jsonld (Web Annotations) or .qdpx (REFI-QDA); "
        "with --as, a new folder",
    )  # fmt: skip
    export.add_argument(
        "--as", dest="tool", choices=("tei", "ohms", "obsidian"), help="a file for each interview"
    )
    _add_corpus(export)


def _add_filters(parser: argparse.ArgumentParser, names: Sequence[str] = FILTERS) -> None:
    for name in names:
        is_day = name in ("since", "until")
        told = "published between these days" if is_day else "only this one"
        parser.add_argument(f"--{name}", metavar="DATE" if is_day else None, help=told)


def _add_build(commands: Any) -> None:
    build = _add(commands, "build", command.build, "build or update the index")
    build.add_argument("--from-scratch", action="store_true", help="read and encode everything anew")
    _add_places(build)


def _add_serve(commands: Any) -> None:
    serve = _add(commands, "serve", command.serve, "open the chat in a browser")
    serve.add_argument("--host", default="127.0.0.1", type=_host)
    serve.add_argument("--port", type=int, default=7860)
    serve.add_argument(
        "--keep-uploads",
        action="store_true",
        help="put the interviews that visitors add into the corpus, for all (default: each visitor's "
        "own, and only for the visit)",
    )
    serve.add_argument(
        "--feedback",
        metavar="FILE",
        type=_path,
        help="let visitors say whether an answer is useful; adds the question and the passages to "
        "FILE, one line of JSON each (default: nothing is asked, nothing is written)",
    )
    serve.add_argument(
        "--rate",
        type=_rate,
        default=0,
        metavar="N",
        help="requests a minute from one client at most: a question, a click, a slice of a file "
        "(default: no limit)",
    )
    serve.add_argument(
        "--unlisted", action="store_true", help="ask search engines not to list the page"
    )
    serve.add_argument(
        "--framed-by",
        action="append",
        type=_site,
        default=[],
        metavar="SITE",
        help="a site that may show the page in a frame, such as https://example.org (default: none)",
    )
    _add_places(serve)


def _add_read(commands: Any) -> None:
    read = _add(commands, "read", command.read, "say what is understood of files or folders")
    read.add_argument("files", nargs="+", metavar="FILE")
    read.add_argument("--json", action="store_true", help="print the reports as JSON")
    read.add_argument(
        "--edit", action="store_true", help="write a side file to put right, and open it in $EDITOR"
    )


def _add_verify(commands: Any) -> None:
    verify = _add(
        commands,
        "verify",
        command.verify,
        "check a saved answer, exported quotes or a grid against the sources",
    )
    verify.add_argument(
        "answer",
        metavar="FILE",
        help="JSON, Markdown, BibTeX, RIS, CSL-JSON, XLSX or CSV; - for standard input",
    )
    _add_corpus(verify)


def _add_evaluate(commands: Any) -> None:
    evaluate = _add(
        commands, "evaluate", command.evaluate, "measure the archive with questions and answers"
    )
    evaluate.add_argument("questions", metavar="QUESTIONS.jsonl")
    evaluate.add_argument(
        "--json", metavar="OUT.json", type=_path, help="write the figures and the misses"
    )
    evaluate.add_argument(
        "--plots", metavar="DIR", type=_path, help="draw risk by coverage, and reliability"
    )
    evaluate.add_argument(
        "--compare", metavar="COMMITTED.json", help="exit with 1 when a figure is worse than there"
    )
    evaluate.add_argument(  # processors round differently: one answer in fifty may change
        "--tolerance", type=_share, default=0.02, help="by how much it may be worse (default 0.02)"
    )
    _add_quick(evaluate)
    _add_places(evaluate, index=None)


def _add_mcp(commands: Any) -> None:
    mcp = _add(commands, "mcp", command.mcp, "serve the archive as tools (Model Context Protocol)")
    mcp.add_argument(
        "--http",
        type=int,
        metavar="PORT",
        help="over HTTP, to programs of this machine, at http://127.0.0.1:PORT/mcp (default: on "
        "standard input and output)",
    )
    _add_places(mcp)


def _add_quick(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--quick", action="store_true", help="do not read the passages: faster, more often wrong"
    )


def _add_places(parser: argparse.ArgumentParser, index: str | None = "index") -> None:
    """Add the options --index, --encoder and --corpus; without `index`, a temporary folder is used."""
    default = index or "a temporary one"
    parser.add_argument(
        "--index",
        default=index,
        type=_path,
        help=f"folder of the index, or Milvus: http://HOST:19530, NAME.db (default: {default})",
    )
    parser.add_argument(
        "--encoder", type=_path, help="a sentence-transformers model: folder or hub name"
    )
    _add_corpus(parser)


def _add_corpus(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--corpus", default="corpus", type=_path, help="folder of the interviews (default: corpus)"
    )


def _add(
    commands: Any, name: str, run: Callable[[argparse.Namespace], int], description: str
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=description, description=description
    )
    parser.set_defaults(run=run)
    return parser


def _path(text: str) -> str:
    """Return a path of the command line; refuse an empty one (a shell variable not set)."""
    if not text:
        raise argparse.ArgumentTypeError("expected a path, found an empty text")
    return text


def _host(text: str) -> str:
    """Return an address of this machine; refuse an empty one, which would stand for all of them."""
    if not text.strip():
        raise argparse.ArgumentTypeError("expected an address such as 127.0.0.1, found an empty text")
    return text


def _rate(text: str) -> int:
    """Return a number of requests a minute; refuse one that would answer nobody."""
    value = int(text)
    if value < 0:
        raise argparse.ArgumentTypeError(f"expected 1 or more a minute, or 0 for any, found {text}")
    return value


def _site(text: str) -> str:
    """Return the address of a site, which goes into a header that browsers read."""
    if not re.fullmatch(r"https?://[\w.*:-]+", text):
        raise argparse.ArgumentTypeError(f"expected a site such as https://example.org, found {text!r}")
    return text


def _share(text: str) -> float:
    """Return a number from 0 to 1 of the command line."""
    value = float(text)
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError(f"expected a number from 0 to 1, found {text}")
    return value
