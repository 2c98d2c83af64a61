"""An interview with its recording, for the tests: captions, a side file, and a sound made here."""

from __future__ import annotations

import wave
from pathlib import Path

CAPTIONS = """WEBVTT

00:00:01.000 --> 00:00:03.000
<v Ida Roc>Pourquoi fermer la criée de Port-Aven ?

00:00:04.000 --> 00:00:07.500
<v Jo Mas>Parce que le toit fuyait depuis deux ans et que la lotte manque.

00:00:20.000 --> 00:00:22.000
<v Ida Roc>Combien coûte un filet neuf ?

00:00:23.000 --> 00:00:26.000
<v Jo Mas>Neuf mille euros pour un chalut de fond, on le garde quatre ans.

00:00:40.000 --> 00:00:42.000
<v Ida Roc>Qui répare les filets aujourd'hui ?

00:00:43.000 --> 00:00:47.000
<v Jo Mas>Deux ramendeuses de Lorient, qui prennent leur retraite au printemps.
"""
SIDE = """speakers:
  Ida Roc: {host: true}
interviewees:
  - name: Jo Mas
    role: patron pêcheur
publication: Le Phare
"""
SECONDS = 60


def write_sound(path: Path) -> bytes:
    """Write a minute of silence; return what is in the file."""
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(b"\x80" * 8000 * SECONDS)
    return path.read_bytes()


def write_recorded(folder: Path, name: str, media: str = "") -> Path:
    """Write an interview with its side file, which names `media` where it is given."""
    path = folder / f"{name}.vtt"
    path.write_text(CAPTIONS, "utf-8")
    path.with_suffix(".yaml").write_text(SIDE + (f"media: {media}\n" if media else ""), "utf-8")
    return path
