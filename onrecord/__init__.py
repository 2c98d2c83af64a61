"""On the Record answers questions about interviews with the interview's own words.

    from onrecord import Archive
    print(Archive.open().ask("Que signifie la refonte de la Dinum ?"))

The public names are imported when first used, so that `import onrecord` loads no heavy library.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from onrecord.version import __version__ as __version__

if TYPE_CHECKING:
    from onrecord.answer.answer import Answer as Answer
    from onrecord.answer.answer import Fact as Fact
    from onrecord.answer.answer import Verdict as Verdict
    from onrecord.answer.hit import Hit as Hit
    from onrecord.answer.hit import Quote as Quote
    from onrecord.answer.occurrence import Occurrence as Occurrence
    from onrecord.answer.tally import count_occurrences as count_occurrences
    from onrecord.answer.verify import Check as Check
    from onrecord.answer.verify import verify_answer as verify_answer
    from onrecord.answer.verify_export import verify_export as verify_export
    from onrecord.archive import Archive as Archive
    from onrecord.error import AnswerError as AnswerError
    from onrecord.error import CorpusError as CorpusError
    from onrecord.error import EncoderError as EncoderError
    from onrecord.error import EvaluationError as EvaluationError
    from onrecord.error import OnRecordError as OnRecordError
    from onrecord.error import QuestionError as QuestionError
    from onrecord.error import StorageError as StorageError
    from onrecord.interview import Gap as Gap
    from onrecord.interview import Interview as Interview
    from onrecord.interview import LeftOut as LeftOut
    from onrecord.interview import Person as Person
    from onrecord.interview import Turn as Turn
    from onrecord.reading import read_interview as read_interview
    from onrecord.retrieval.passage import Passage as Passage
    from onrecord.text.span import Span as Span
    from onrecord.workbench.export_file import write_export as write_export
    from onrecord.workbench.export_folder import write_folder as write_folder
    from onrecord.workbench.grid import Grid as Grid
    from onrecord.workbench.grid_file import write_grid as write_grid
    from onrecord.workbench.verify_grid import verify_grid as verify_grid

_MODULES = {  # the module of onrecord in which each public name is defined
    "answer": ("Answer", "Fact", "Hit", "Quote", "Verdict"),
    "archive": ("Archive",),
    "error": (
        "AnswerError",
        "CorpusError",
        "EncoderError",
        "EvaluationError",
        "OnRecordError",
        "QuestionError",
        "StorageError",
    ),
    "interview": ("Gap", "Interview", "LeftOut", "Person", "Turn"),
    "reading": ("read_interview",),
    "retrieval.passage": ("Passage",),
    "text.span": ("Span",),
    "answer.occurrence": ("Occurrence",),
    "answer.tally": ("count_occurrences",),
    "answer.verify": ("Check", "verify_answer"),
    "answer.verify_export": ("verify_export",),
    "workbench.export_file": ("write_export",),
    "workbench.export_folder": ("write_folder",),
    "workbench.grid": ("Grid",),
    "workbench.grid_file": ("write_grid",),
    "workbench.verify_grid": ("verify_grid",),
}
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}

__all__ = sorted(_MODULE_OF)  # noqa: PLE0605 - a list of strings, from the table


def __getattr__(name: str) -> object:
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'onrecord' has no attribute {name!r}")
    return getattr(import_module(f"onrecord.{_MODULE_OF[name]}"), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
