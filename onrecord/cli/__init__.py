"""The command line: `onrecord ask | search | find | build | read | verify | evaluate | serve | mcp`.

Exit status: 0 for success (the verdict "not said" included), 1 when `verify` finds a falsehood or
`evaluate --compare` a worse figure, 2 for an `OnRecordError`, with one line on stderr and no traceback.
Each command imports what it needs when it runs, so that `--help` and `read` are quick.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from onrecord.cli.parser import make_parser
from onrecord.cli.terminal import tell
from onrecord.error import OnRecordError
from onrecord.text.shown import shorten


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line (that of the process by default) and return its exit status."""
    options = make_parser().parse_args(arguments)
    try:
        status = int(options.run(options))
        sys.stdout.flush()
        return status
    except OnRecordError as error:
        tell(f"onrecord: {error}", is_error=True)
        return 2
    except BrokenPipeError:  # `onrecord ask … | head`
        sys.stderr.close()
        return 0
    except OSError as error:  # a path too long, a full disk under what is printed
        where = f"{shorten(str(error.filename), 80)}: " if error.filename is not None else ""
        tell(f"onrecord: {where}{error.strerror or error}", is_error=True)
        sys.stdout = None  # what cannot be written is not tried again
        return 2
    except KeyboardInterrupt:
        return 130
