"""How a layout names who speaks, and under which names each may then be read."""

from __future__ import annotations

import re
from dataclasses import dataclass

from benchmarks.layouts.lexicon import Lexicon
from benchmarks.layouts.talk import Talk, Voice

_ANONYMOUS = {"speaker_number", "speaker_code", "role_word", "q_and_r", "bare_q_and_r"}


@dataclass(frozen=True, slots=True)
class Naming:
    """The labels of a talk's voices, by the trait `name`; "" where the layout has no labels."""

    talk: Talk
    form: str
    lexicon: Lexicon
    medium: str

    def label(self, voice: Voice, *, again: bool = True) -> str:
        """Return the label of a voice; `again` whether it was labelled before."""
        if voice not in (*self.talk.hosts, *self.talk.guests) or not self.form:
            return voice.name if self.form else ""
        if self.form == "declared_initials":
            initials = _initials(voice)
            return initials if again else f"{voice.name} ({initials})"
        return self._names(voice)[self.form]

    def _names(self, voice: Voice) -> dict[str, str]:
        place = [*self.talk.hosts, *self.talk.guests].index(voice)
        same = self.talk.hosts if voice.host else self.talk.guests
        number = f" {same.index(voice) + 1}" if len(same) > 1 else ""
        last = voice.last or voice.first
        pair = 2 * (len(self.medium) % (len(self.lexicon["role_word"]) // 2))
        q = self.lexicon["q"][not voice.host]
        return {
            "full": voice.name,
            "first": voice.called,
            "last": last,
            "upper_last": last.upper(),
            "upper_full": voice.name.upper(),
            "title_last": f"{self.lexicon['title_last'][place % 2]} {last}",
            "initials": _initials(voice),
            "handle": re.sub(r"\W", "", last.casefold()) + ("79" if place % 2 else ""),
            "speaker_number": f"{self.lexicon['speaker'][0]} {place + 1}",
            "speaker_code": f"SPEAKER_{place:02d}",
            "role_word": self.lexicon["role_word"][pair + (not voice.host)] + number,
            "q_and_r": q,
            "bare_q_and_r": q,
            "medium": self.medium if voice.host else voice.name,
            "last_first": f"{voice.last.upper()}, {voice.first}"
            + ("" if voice.host else f" {self.lexicon['external'][0]}"),
        }

    def forms(self, voice: Voice) -> frozenset[str]:
        """Return all names that are this voice's."""
        parts = {
            voice.name,
            voice.first,
            voice.called,
            voice.last,
            f"{voice.first} {voice.last.upper()}",
        }
        return frozenset(
            parts | {self.label(voice), self.label(voice, again=False), *_titles(self, voice)}
        )

    def readings(self, voice: Voice, page: str) -> tuple[str, ...]:
        """Return the names under which a reader of the whole page names this voice, best first."""
        shown = _holds(page, voice.name) or self.form in {"last_first", "upper_full"}
        alone = len(self.talk.guests) == 1
        label = self.label(voice)
        if self.form in _ANONYMOUS or not self.form:
            if shown and alone:
                return (voice.name,)
            named = label if self.form not in {"q_and_r", "bare_q_and_r"} else ""
            return tuple(dict.fromkeys((named, "", *([voice.name] if shown else []))))
        if shown:
            return (voice.name,)
        if self.form in {"initials", "declared_initials", "handle"}:
            return (label, "")
        return (label, voice.last, voice.called) if voice.last else (label,)


def _titles(naming: Naming, voice: Voice) -> set[str]:
    return {f"{title} {voice.last}" for title in naming.lexicon["title_last"]}


def _holds(page: str, name: str) -> bool:
    """Return whether a name stands on a page as words: « Ida Roc » does not in « Ida Rocher »."""
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", page, re.I) is not None


def _initials(voice: Voice) -> str:
    return "".join(part[0] for part in re.split(r"[\s'-]+", voice.name) if part[:1].isalpha()).upper()
