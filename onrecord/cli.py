"""The command line: `onrecord ask | build | read | verify | evaluate | serve`.

Exit status: 0 when done (an honest "not said" is done), 1 when `verify` finds a false quote or
`evaluate --compare` a worse figure, 2 for a user error, with one line on stderr and no traceback.
Heavy rooms are loaded by the command that needs them, so that `--help` and `read` are quick.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from onrecord.error import AnswerError, CorpusError, EvaluationError, OnRecordError
from onrecord.version import __version__

if TYPE_CHECKING:
    from onrecord.archive import Archive


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit status."""
    options = _make_parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except OnRecordError as error:
        print(f"onrecord: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:  # `onrecord ask … | head`
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        return 130


def _ask(options: argparse.Namespace) -> int:
    archive = _open(options)
    answer = archive.ask(
        options.question,
        k=options.k,
        history=options.history,
        interview=options.interview,
        speaker=options.speaker,
        publication=options.publication,
        since=options.since,
        until=options.until,
        diverse=options.diverse,
    )
    print(json.dumps(answer.to_dict(), ensure_ascii=False, indent=1) if options.json else answer)
    return 0


def _build(options: argparse.Namespace) -> int:
    from onrecord.reading.report import describe_briefly

    archive = _open(options, from_scratch=options.from_scratch)
    for interview in archive.interviews.values():
        print(describe_briefly(interview))
    print(f"{len(archive.interviews)} interviews, {len(archive.passages)} passages in {options.index}")
    return 0


def _read(options: argparse.Namespace) -> int:
    from onrecord.reading import find_files, read_interview
    from onrecord.reading.report import describe_briefly, describe_reading, reading_to_dict

    reports = []
    for path in map(Path, options.files):
        if not path.exists():
            raise CorpusError(f"{path}: expected a file or a folder, found nothing")
        interviews = [read_interview(file) for file in (find_files(path) if path.is_dir() else [path])]
        if options.json:
            reports += [reading_to_dict(interview) for interview in interviews]
        elif path.is_dir():
            print("\n".join(describe_briefly(interview) for interview in interviews))
            turns = sum(len(interview.turns) for interview in interviews)
            print(f"{len(interviews)} interviews, {turns} answers in {path}")
        else:
            print(describe_reading(interviews[0]))
    if options.json:
        print(json.dumps(reports, ensure_ascii=False, indent=1))
    return 0


def _verify(options: argparse.Namespace) -> int:
    from onrecord.answer.verify import verify_answer

    checks = verify_answer(_load_answer(options.answer), options.corpus)
    for check in checks:
        print(f"{'ok   ' if check.ok else 'FALSE'} {check.citation or check.interview_id}")
        for problem in check.problems:
            print(f"      {problem}")
    wrong = sum(not check.ok for check in checks)
    print(f"{len(checks) - wrong} of {len(checks)} passages stand in the sources, to the letter")
    return 1 if wrong else 0


def _evaluate(options: argparse.Namespace) -> int:
    from onrecord import evaluation
    from onrecord.evaluation.comparison import describe_changes
    from onrecord.evaluation.match import find_unreachable
    from onrecord.evaluation.plot import draw_plots
    from onrecord.optional import load_optional

    questions = evaluation.read_gold(options.questions)
    committed = evaluation.load_figures(options.compare) if options.compare else {}
    for module in ("ir_measures", "matplotlib") if options.plots else ("ir_measures",):
        load_optional(module, EvaluationError, "evaluating")  # before the long part
    with TemporaryDirectory() as folder:
        options.index = options.index or folder
        archive = _open(options)
        with _progress("asking", "questions") as report:
            trials = evaluation.ask_questions(archive, questions, report)
    measured = evaluation.evaluate(trials)
    print(evaluation.describe_evaluation(measured))
    for one in find_unreachable(questions, archive.passages):
        print(f"{one.place}: answers: the quote stands in no passage of its interview", file=sys.stderr)
    if options.json:
        measured.write_json(options.json)
    if options.plots:
        draw_plots(trials, options.plots)
    if not options.compare:
        return 0
    changes = evaluation.compare_figures(committed, measured.figures, options.tolerance)
    print(f"\n{describe_changes(changes, options.tolerance)}")
    return 1 if any(change.fell for change in changes) else 0


def _serve(options: argparse.Namespace) -> int:
    from onrecord.chat import Keeping, serve

    keeping = Keeping(Path(options.corpus), Path(options.index)) if options.keep_uploads else None
    feedback = Path(options.feedback) if options.feedback else None
    serve(_open(options), host=options.host, port=options.port, keeping=keeping, feedback=feedback)
    return 0


def _open(options: argparse.Namespace, *, from_scratch: bool = False) -> Archive:
    from onrecord.archive import Archive

    with _progress() as report:
        return Archive.open(
            options.corpus,
            options.index,
            options.encoder,
            from_scratch=from_scratch,
            on_progress=report,
        )


@contextmanager
def _progress(what: str = "encoding", unit: str = "passages") -> Iterator[Callable[[int, int], None]]:
    """Give a function that draws a progress bar on stderr, once there is something to do."""
    from tqdm import tqdm

    with ExitStack() as stack:
        bars: list[tqdm[Any]] = []

        def report(done: int, total: int) -> None:
            if not bars:
                bars.append(stack.enter_context(tqdm(total=total, unit=f" {unit}", desc=what)))
            bars[0].update(done - bars[0].n)

        yield report


def _load_answer(path: str) -> dict[str, Any]:
    try:
        text = sys.stdin.read() if path == "-" else Path(path).read_text("utf-8")
        answer = json.loads(text)
    except (OSError, ValueError) as error:
        raise AnswerError(
            f"{path}: expected an answer in JSON (`onrecord ask --json`), {error}"
        ) from error
    if not isinstance(answer, dict):
        raise AnswerError(f"{path}: expected an answer in JSON, found a {type(answer).__name__}")
    return answer


def _make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="onrecord", description="Interviews that answer in their own words."
    )
    parser.add_argument("--version", action="version", version=f"onrecord {__version__}")
    commands = parser.add_subparsers(dest="command", required=True)
    for add in (_add_ask, _add_build, _add_serve, _add_read, _add_verify, _add_evaluate):
        add(commands)
    return parser


def _add_ask(commands: Any) -> None:
    ask = _add(commands, "ask", _ask, "answer a question")
    ask.add_argument("question")
    ask.add_argument("-k", type=int, default=3, help="passages at most, for each question (default 3)")
    ask.add_argument("--json", action="store_true", help="print the answer as JSON")
    ask.add_argument("--diverse", action="store_true", help="the best passage of each interview")
    ask.add_argument(
        "--history", action="append", default=[], metavar="QUESTION", help="an earlier question"
    )
    for name in ("interview", "speaker", "publication"):
        ask.add_argument(f"--{name}", help="only this one")
    for name in ("since", "until"):
        ask.add_argument(f"--{name}", help="a date")
    _add_places(ask)


def _add_build(commands: Any) -> None:
    build = _add(commands, "build", _build, "build or update the index")
    build.add_argument("--from-scratch", action="store_true", help="read and encode everything anew")
    _add_places(build)


def _add_serve(commands: Any) -> None:
    serve = _add(commands, "serve", _serve, "open the chat in a browser")
    serve.add_argument("--host", default="127.0.0.1")
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
        help="let visitors say whether an answer is useful; adds the question and the passages to "
        "FILE, one line of JSON each (default: nothing is asked, nothing is written)",
    )
    _add_places(serve)


def _add_read(commands: Any) -> None:
    read = _add(commands, "read", _read, "say what is understood of files or folders")
    read.add_argument("files", nargs="+", metavar="FILE")
    read.add_argument("--json", action="store_true", help="print the reports as JSON")


def _add_verify(commands: Any) -> None:
    verify = _add(commands, "verify", _verify, "check a saved answer against the sources")
    verify.add_argument("answer", metavar="ANSWER.json", help="- for standard input")
    _add_corpus(verify)


def _add_evaluate(commands: Any) -> None:
    evaluate = _add(commands, "evaluate", _evaluate, "measure the archive with questions and answers")
    evaluate.add_argument("questions", metavar="QUESTIONS.jsonl")
    evaluate.add_argument("--json", metavar="OUT.json", help="write the figures and the misses")
    evaluate.add_argument("--plots", metavar="DIR", help="draw risk by coverage, and reliability")
    evaluate.add_argument(
        "--compare", metavar="COMMITTED.json", help="exit with 1 when a figure is worse than there"
    )
    evaluate.add_argument(  # processors round differently: one question in fifty may change its mind
        "--tolerance", type=float, default=0.02, help="by how much it may be worse (default 0.02)"
    )
    _add_places(evaluate, index=None)


def _add_places(parser: argparse.ArgumentParser, index: str | None = "index") -> None:
    """Add where the index and the corpus lie, and what encodes them."""
    default = index or "a temporary one"
    parser.add_argument("--index", default=index, help=f"folder of the index (default: {default})")
    parser.add_argument("--encoder", help="a sentence-transformers model: folder or hub name")
    _add_corpus(parser)


def _add_corpus(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--corpus", default="corpus", help="folder of the interviews (default: corpus)")


def _add(
    commands: Any, name: str, run: Callable[[argparse.Namespace], int], description: str
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=description, description=description
    )
    parser.set_defaults(run=run)
    return parser
