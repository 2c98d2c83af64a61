"""The page: a chat with the interview open beside it, and the same answers over HTTP.

`server` launches it, `page` lays it out and wires it to `events`, `endpoint` is what programs call;
`session` is what a visit remembers, `filters` what bounds its questions, `link` and `paragraph` where
an address leads; `upload` is a file that a visitor brings, `upload_events` what is done with it,
`archives` whose archive is asked, `feedback` where judgements go; `answer_view`, `interview_view`,
`library_view` (with `timeline`) and `upload_view` say what is shown, with `mark` for the marks in a
paragraph, `example` and `suggestion` for what could be asked, `language` for the browser's; `template`
turns it into HTML; `failure` keeps what was sent out of the log. Only this room imports gradio. Nothing
here searches or decides an answer: `Archive.ask` does.
"""

from __future__ import annotations

from onrecord.chat.archives import Keeping
from onrecord.chat.page import make_page
from onrecord.chat.server import serve

__all__ = ["Keeping", "make_page", "serve"]
