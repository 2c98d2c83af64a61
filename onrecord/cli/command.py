"""The commands of the command line: each takes its parsed options and returns the exit status."""

from __future__ import annotations

import argparse
import os
import shlex
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from onrecord.cli.opening import open_archive, read_filters, show_progress
from onrecord.cli.terminal import tell, tell_json
from onrecord.error import AnswerError, CorpusError, EmptyCorpusError, EvaluationError


def ask(options: argparse.Namespace) -> int:
    """Answer a question and print the answer."""
    archive = open_archive(options)
    answer = archive.ask(
        options.question,
        options.k,
        options.history,
        *read_filters(options),
        diverse=options.diverse,
        quick=options.quick,
    )
    if options.json:
        tell_json(answer.to_dict())
    else:
        tell(answer)
    return 0


def search(options: argparse.Namespace) -> int:
    """Find passages and print them."""
    hits = open_archive(options).search(options.words, options.k, *read_filters(options))
    if options.json:
        tell_json([hit.to_dict() for hit in hits])
    elif hits:
        tell("\n\n".join(hit.to_markdown() for hit in hits))
    return 0


def find(options: argparse.Namespace) -> int:
    """Find the places where some words stand exactly, and print them with what is around."""
    from onrecord.answer.tally import count_occurrences

    found = open_archive(options).find(
        options.words,
        *read_filters(options),
        any_form=options.any_form,
        near=options.near,
        asked=options.asked,
    )
    if options.json:
        places = [one.to_dict() for one in found]
        tell_json(count_occurrences(found, options.count) if options.count else places)
        return 0
    for one in () if options.count else found:
        around = (" ".join(part.split()) for part in (one.before, f"[{one.text}]", one.after))
        tell(f"{one.citation}\n    {'…'.join(('', ' '.join(around), ''))}")
    counts = count_occurrences(found, options.count or "speaker")
    counted = ", ".join(f"{name or 'unknown'} {count}" for name, count in counts.items())
    interviews = len({one.interview_id for one in found})
    where = f"{len(found)} in {interviews} interview{'s' * (interviews != 1)}"
    tell("; ".join(part for part in (where, counted) if part))
    return 0


def build(options: argparse.Namespace) -> int:
    """Build or update the index, and print a line for each interview."""
    from onrecord.reading import find_unread
    from onrecord.reading.report import describe_briefly

    archive = open_archive(options, from_scratch=options.from_scratch)
    for path in find_unread(Path(options.corpus)):
        tell(f"{path}: not read: a file of this kind is no interview (corpus/README.md has the kinds)")
    for interview in archive.index.read(archive.interviews):
        tell(describe_briefly(interview))
    said = sum(archive.index.count_said().values())
    tell(f"{len(archive.interviews)} interviews, {said} passages in {options.index}")
    return 0


def read(options: argparse.Namespace) -> int:
    """Read files or folders, and print how each interview is understood."""
    from onrecord.reading import find_files, read_interview
    from onrecord.reading.report import describe_briefly, describe_reading, reading_to_dict

    reports = []
    for path in map(Path, options.files):
        if not path.exists():
            raise CorpusError(f"{path}: expected a file or a folder, found nothing")
        if options.edit:
            _edit(path)
            continue
        interviews = [read_interview(file) for file in (find_files(path) if path.is_dir() else [path])]
        if options.json:
            reports += [reading_to_dict(interview) for interview in interviews]
        elif path.is_dir():
            tell("\n".join(describe_briefly(interview) for interview in interviews))
            turns = sum(len(interview.turns) for interview in interviews)
            tell(f"{len(interviews)} interviews, {turns} answers in {path}")
        else:
            tell(describe_reading(interviews[0]))
    if options.json:
        tell_json(reports)
    return 0


def _edit(path: Path) -> None:
    """Write the side file of an interview where there is none, and open it where an editor is named."""
    from onrecord.reading.edit import write_template

    if path.is_dir():
        raise CorpusError(f"{path}: expected a file to edit, found a folder")
    side, is_new = write_template(path)
    tell(f"{side}: {'written' if is_new else 'there already'}")
    editor = shlex.split(os.environ.get("EDITOR", ""))
    if editor and sys.stdout.isatty():
        subprocess.run([*editor, str(side)], check=False)  # noqa: S603, the user's own editor


def verify(options: argparse.Namespace) -> int:
    """Compare an answer, export or grid with the sources, and print what they confirm of each quote."""
    from onrecord.answer.annotation import verify_annotations
    from onrecord.answer.verify import verify_answer
    from onrecord.answer.verify_export import verify_export
    from onrecord.workbench.verify_grid import SUFFIXES, verify_grid

    if options.answer.lower().endswith(SUFFIXES):
        checks = verify_grid(options.answer, options.corpus)
    elif (text := _read_text(options.answer)).lstrip().startswith("{"):
        loaded = _load_answer(text, options.answer)
        verified = verify_annotations if "@context" in loaded else verify_answer
        checks = verified(loaded, options.corpus)
    else:
        checks = verify_export(text, options.corpus)
    for check in checks:
        tell(f"{'ok   ' if check.ok else 'FALSE'} {check.citation or check.interview_id}")
        for problem in check.problems:
            tell(f"      {problem}")
        if check.doubt is not None:
            tell(f"      attribution to be checked: the reading is sure to {check.doubt:.2f}")
        if check.unchecked:
            tell(f"      unchecked: {', '.join(check.unchecked)}")
    wrong = sum(not check.ok for check in checks)
    tell(f"{len(checks) - wrong} of {len(checks)} are as the sources give them")
    return 1 if wrong else 0


def evaluate(options: argparse.Namespace) -> int:
    """Ask the archive questions of known answer, and print, write, draw or compare the figures."""
    from onrecord import evaluation
    from onrecord.evaluation.comparison import describe_changes
    from onrecord.evaluation.match import find_unreachable
    from onrecord.evaluation.plot import draw_plots
    from onrecord.optional import load_optional

    questions = evaluation.read_gold(options.questions)
    committed = evaluation.load_figures(options.compare) if options.compare else {}
    for module in ("ir_measures", "matplotlib") if options.plots else ("ir_measures",):
        load_optional(module, EvaluationError, "evaluating")  # before the questions, which take long
    with TemporaryDirectory() as folder:
        options.index = options.index or folder
        archive = open_archive(options)
        with show_progress("asking", "questions") as report:
            trials = evaluation.ask_questions(archive, questions, report, quick=options.quick)
    measured = evaluation.evaluate(trials)
    tell(evaluation.describe_evaluation(measured))
    for one in find_unreachable(questions, archive.passages):
        tell(f"{one.place}: answers: the quote stands in no passage of its interview", is_error=True)
    if options.json:
        measured.write_json(options.json)
    if options.plots:
        draw_plots(trials, options.plots)
    if not options.compare:
        return 0
    changes = evaluation.compare_figures(committed, measured.figures, options.tolerance)
    tell(f"\n{describe_changes(changes, options.tolerance)}")
    return 1 if any(change.fell for change in changes) else 0


def serve(options: argparse.Namespace) -> int:
    """Serve the chat until interrupted."""
    # Questions are answered side by side. With threads of their own for each product of matrices, numpy
    # makes them wait for each other: half the processor's time, at four questions at once. It looks
    # when it is imported, and nothing has imported it yet.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from onrecord.chat import Keeping, Rules, make_empty_archive, serve

    rules = Rules(options.rate, tuple(options.framed_by), not options.unlisted)
    keeping = Keeping(Path(options.corpus), options.index) if options.keep_uploads else None
    feedback = Path(options.feedback) if options.feedback else None
    place = {"host": options.host, "port": options.port}
    try:
        archive = open_archive(options)
    except EmptyCorpusError as error:
        tell(f"{error}; or add one in the page", is_error=True)
        archive = make_empty_archive(options.encoder)
    serve(archive, **place, keeping=keeping, feedback=feedback, rules=rules)
    return 0


def mcp(options: argparse.Namespace) -> int:
    """Serve the archive as tools of the Model Context Protocol, on stdin and stdout or over HTTP."""
    from onrecord.error import OnRecordError
    from onrecord.optional import load_optional

    load_optional("mcp", OnRecordError, "serving the Model Context Protocol")
    from onrecord.cli.mcp_server import make_server

    server = make_server(open_archive(options))
    if options.http is None:
        server.run("stdio")
    else:
        print(f"On the Record: http://127.0.0.1:{options.http}/mcp (Ctrl+C to stop)", flush=True)
        server.run("streamable-http", host="127.0.0.1", port=options.http)
    return 0


def _read_text(path: str) -> str:
    try:
        return sys.stdin.read() if path == "-" else Path(path).read_text("utf-8")
    except (OSError, ValueError) as error:
        raise AnswerError(f"{path}: expected a saved answer or an export, {error}") from error


def _load_answer(text: str, path: str) -> dict[str, Any]:
    """Return an answer in JSON as an object; `text` opens one, so that it holds nothing else."""
    from onrecord.answer.entry import load_json

    try:
        answer: dict[str, Any] = load_json(text)
    except (ValueError, RecursionError) as error:
        raise AnswerError(
            f"{path}: expected an answer in JSON (`onrecord ask --json`), {error}"
        ) from error
    return answer
