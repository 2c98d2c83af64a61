"""The command line: `onrecord ask | search | build | read | verify | evaluate | serve`.

Exit status: 0 for success (the verdict "not said" included), 1 when `verify` finds a falsehood or
`evaluate --compare` a worse figure, 2 for an `OnRecordError`, with one line on stderr and no traceback.
Each command imports what it needs when it runs, so that `--help` and `read` are quick.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from onrecord.cli.parser import make_parser
from onrecord.error import OnRecordError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command line (that of the process by default) and return its exit status."""
    options = make_parser().parse_args(arguments)
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
