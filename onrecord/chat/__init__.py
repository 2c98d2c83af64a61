"""The page: a chat with the interview open beside it, and the same answers over HTTP.

- `server` serves `page`, the layout, wired to `events` and `upload_events`, which return `outputs`.
- `endpoint` is what programs call over HTTP, by one request (`plain`) or Gradio's two (`call` checks
  them); `description` tells them how.
- `front` is what the browser gets first; `begin_events` fill it when a session begins.
- `session` (with `filters` and `browsing`) and `upload` are what a visit remembers, `memory` what the
  browser remembers of it; `archives` has the archive that it asks, `feedback` the file of judgements.
  `link` resolves an address.
- `answer_view` (with `mark`, `example`, `question_list` and `suggestion`), `interview_view`,
  `library_view` (with `timeline`), `kept_view` and `upload_view` prepare what
  `template` renders as HTML, in the page's `language`.
- `recording` sends the recording of an interview, by its id, in ranges.
- `failure` says what was wrong with a request, and keeps what was sent out of the log.

Only this package imports gradio. It neither searches nor decides an answer: `Archive.ask` does.
"""

from __future__ import annotations

from onrecord.chat.archives import Keeping, make_empty_archive
from onrecord.chat.page import make_page
from onrecord.chat.server import serve
from onrecord.door.server import Rules

__all__ = ["Keeping", "Rules", "make_empty_archive", "make_page", "serve"]
