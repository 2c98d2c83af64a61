"""Writes a talk as captions (.vtt, .srt) or TEI: formats made of turns, not of blocks."""

from __future__ import annotations

import html
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from benchmarks.layouts.clock import Clock
from benchmarks.layouts.page import Page
from benchmarks.layouts.trait import Traits

_SENTENCE_END = re.compile(r"(?<=[.?!…]) (?=\S)")
_LABELLED = {"colon_on_change": "{}: ", "colon_on_each": "{}: ", "brackets": "[{}] "}
_TAGGED = {"voice_tags": "</v>", "teams": "</v>", "open_voice_tags": ""}


@dataclass(frozen=True, slots=True)
class _Cue:
    label: str
    changes: bool
    text: str
    begins: float
    ends: float


def write_vtt(page: Page, traits: Traits, chance: random.Random) -> bytes:
    """Return WebVTT captions."""
    parts = ["WEBVTT"]
    for number, (begins, ends, text) in enumerate(_captions(page, traits["captions"], chance), 1):
        name = (
            f"3f1c2a10-7c1e-4f55-9a67-0b8c6a1d9e11/{number}-0\n"
            if traits["captions"] == "teams"
            else ""
        )
        parts.append(f"{name}{_stamp(begins)} --> {_stamp(ends)}\n{text}")
    return ("\n\n".join(parts) + "\n").encode()


def write_srt(page: Page, traits: Traits, chance: random.Random) -> bytes:
    """Return SubRip captions."""
    parts = [
        f"{number}\n{_stamp(begins)} --> {_stamp(ends)}\n{text}".replace(".", ",", 0)
        for number, (begins, ends, text) in enumerate(_captions(page, traits["captions"], chance), 1)
    ]
    stamped = re.sub(r"(\d\d:\d\d:\d\d)\.(\d{3})", r"\1,\2", "\n\n".join(parts))
    return (stamped + "\n").encode()


def _stamp(seconds: float) -> str:
    return Clock("thousandths").show(seconds)


def _cues(page: Page, chance: random.Random) -> Iterator[_Cue]:
    clock = Clock()
    met = set()
    for said in page.talk.said:
        label = page.naming.label(said.voice, again=said.voice in met)
        met.add(said.voice)
        changes = True
        for paragraph in said.paragraphs:
            sentences = _SENTENCE_END.split(paragraph)
            while sentences:
                count = chance.randint(1, 2)
                text, sentences = " ".join(sentences[:count]), sentences[count:]
                yield _Cue(label, changes, text, *clock.take(text))
                changes = False


def _captions(page: Page, style: str, chance: random.Random) -> Iterator[tuple[float, float, str]]:
    """Yield (begins, ends, text) of each caption."""
    cues = list(_cues(page, chance))
    place = 0
    while place < len(cues):
        cue = cues[place]
        place += 1
        if style in _TAGGED:
            text = html.escape(cue.text) if style == "teams" else cue.text.replace("&", "&amp;")
            yield cue.begins, cue.ends, f"<v {cue.label}>{text}{_TAGGED[style]}"
        elif style == "two_in_a_cue":
            lines, ends = [f"{cue.label}: {cue.text}"], cue.ends
            if (
                place < len(cues)
                and cues[place].changes
                and len(cue.text) + len(cues[place].text) < 160
            ):
                lines.append(f"{cues[place].label}: {cues[place].text}")
                ends, place = cues[place].ends, place + 1
            yield cue.begins, ends, "\n".join(lines)
        else:
            shown = cue.changes or style == "colon_on_each"
            yield cue.begins, cue.ends, (_LABELLED[style].format(cue.label) if shown else "") + cue.text


def write_tei(page: Page, traits: Traits, chance: random.Random) -> bytes:
    """Return a TEI transcription: people in the header, what they say in `u` or `sp`."""
    voices = dict.fromkeys(said.voice for said in page.talk.said)
    ids = {voice: f"s{number}" for number, voice in enumerate(voices, 1)}
    roles = {"fr": ("témoin", "enquêteur"), "en": ("interviewee", "interviewer")}[page.talk.language]
    people = "".join(
        f'<person xml:id="{ids[voice]}" role={quoteattr(roles[voice.host])}>'
        f"<persName>{escape(page.naming.label(voice))}</persName></person>"
        for voice in voices
    )
    body = ""
    for said in page.talk.said:
        name = escape(page.naming.label(said.voice))
        if traits["tei"] == "u_who":
            body += f'<u who="#{ids[said.voice]}">{escape(" ".join(said.paragraphs))}</u>\n'
        else:
            inner = "".join(f"<p>{escape(text)}</p>" for text in said.paragraphs)
            body += f'<sp who="#{ids[said.voice]}"><speaker>{name}</speaker>{inner}</sp>\n'
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader>'
        f"<fileDesc><titleStmt><title>Entretien</title></titleStmt></fileDesc><profileDesc><particDesc>"
        f"{people}</particDesc></profileDesc></teiHeader>\n<text><body>\n{body}</body></text></TEI>\n"
    ).encode()
