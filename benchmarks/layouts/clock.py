"""When things are said, and how a transcript writes it: « 0:04 », « 00:00:04.120 », « 4 seconds »."""

from __future__ import annotations


class Clock:
    """Runs on as text is said, at four words a second's half."""

    def __init__(self, style: str = "short", starts: float = 3.0) -> None:
        self._style = style
        self._now = starts

    def take(self, text: str) -> tuple[float, float]:
        """Return when a text begins and ends, in seconds, and run on."""
        begins = self._now
        self._now += 1.0 + 0.4 * len(text.split())
        return begins, self._now - 0.5

    def show(self, seconds: float) -> str:
        """Return a time as the style writes it."""
        whole = int(seconds)
        hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
        if self._style == "short":
            return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
        if self._style == "padded":
            return f"{60 * hours + minutes:02d}:{rest:02d}"
        thousandths = f".{int(1000 * (seconds - whole)):03d}" if self._style == "thousandths" else ""
        return f"{hours:02d}:{minutes:02d}:{rest:02d}{thousandths}"

    def say(self, seconds: float, language: str) -> str:
        """Return a time in words, as Teams writes it."""
        words = ("minutes", "secondes") if language == "fr" else ("minutes", "seconds")
        return f"{int(seconds) // 60} {words[0]} {int(seconds) % 60} {words[1]}"
