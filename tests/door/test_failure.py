"""However many requests fail, so many lines a minute are logged."""

from __future__ import annotations

import logging

from onrecord.door.failure import FewLines


def test_only_so_many_lines_a_minute_are_logged_and_the_rest_is_counted() -> None:
    now = 0.0
    few = FewLines(2, lambda: now)
    records = [logging.LogRecord("x", logging.ERROR, "", 0, "failed: %s", (n,), None) for n in range(6)]
    assert [few.filter(one) for one in records[:5]] == [True, True, False, False, False]
    now = 60.0
    assert few.filter(records[5])
    assert records[5].getMessage() == "3 more lines in the last minute; failed: 5"
