"""What the commands share: the archive that is asked, the filters given, and a progress bar."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord.archive import Archive

FILTERS = ("interview", "speaker", "publication", "since", "until")
"""The parameters of `Archive.ask` and `Archive.search` that filter, in their order."""


def open_archive(options: argparse.Namespace, *, from_scratch: bool = False) -> Archive:
    """Open the archive that the options name, with a progress bar while it is built."""
    from onrecord.archive import Archive

    with show_progress() as report:
        return Archive.open(
            options.corpus,
            options.index,
            options.encoder,
            from_scratch=from_scratch,
            on_progress=report,
        )


def read_filters(options: argparse.Namespace) -> list[str | None]:
    """Return the values of FILTERS, None for those not given."""
    return [getattr(options, name) for name in FILTERS]


@contextmanager
def show_progress(
    what: str = "encoding", unit: str = "passages"
) -> Iterator[Callable[[int, int], None]]:
    """Yield a function of what is done and the total; its first call draws a progress bar on stderr."""
    from tqdm import tqdm

    with ExitStack() as stack:
        bars: list[tqdm[Any]] = []

        def report(done: int, total: int) -> None:
            if not bars:
                bars.append(stack.enter_context(tqdm(total=total, unit=f" {unit}", desc=what)))
            bars[0].update(done - bars[0].n)

        yield report
