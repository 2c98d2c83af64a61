"""Why a part of a page is not the interview: the reasons, as the parse report writes them.

Each reason is one constant, so that all steps of reading and the report use the same words.
"""

from __future__ import annotations

FRONT_MATTER = "front matter, read as metadata"
HEAD = "head of the page, read as metadata"
BYLINE = "who asked and when, read as metadata"
PAYWALL = "paywall notice"
AFTER_PAYWALL = "after the paywall notice"
AROUND = "around the article"
APPENDIX = "appendix beside the interview"
COMMENTS = "readers' comments"
NO_WORDS = "no words"
LINKS = "links alone"
NOTE = "note beside the interview"
BIOGRAPHY = "about somebody, not by them"
CAPTION = "caption"
PULL_QUOTE = "pull quote"
AFTER_TALK = "after the interview"
TITLE = "section title"
IDENTITY = "names who speaks"
UNCLAIMED = "no rule claims it"
MENU = "menu"
FORM = "form or button"
HIDDEN = "hidden on the page"
OUTSIDE = "outside the article"
SOUND = "sound, not words"
RUNNING = "top or foot of a page"
