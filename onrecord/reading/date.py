"""How pages write a day, in French and English: a pattern. What day it is, `metadata` says."""

from __future__ import annotations

import re

_MONTHS = (
    r"janv(?:ier)?|f[ée]v(?:rier)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|ao[ûu]t|sept(?:embre)?|"
    r"oct(?:obre)?|nov(?:embre)?|d[ée]c(?:embre)?|january|february|march|april|may|june|july|"
    r"august|september|october|november|december"
)
DATE = re.compile(
    rf"\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{4}}|"
    rf"\d{{1,2}}(?:er|st|nd|rd|th)?[ \u00a0](?:{_MONTHS})\.?,?[ \u00a0]\d{{4}}|"
    rf"(?:{_MONTHS})\.?[ \u00a0]\d{{1,2}},[ \u00a0]\d{{4}}",
    re.I,
)
