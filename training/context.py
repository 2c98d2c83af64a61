"""Put context in front of training passages, in the form in which the product indexes them.

« Title. Person, role. Question asked?\\nparagraph », see `describe_context` in onrecord/passage.py.
People are invented; titles and questions come from the training text. It draws no batch.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

FIRST_NAMES = (
    "Claire", "Julien", "Fatima", "Thomas", "Nadia", "Pierre", "Camille", "Mehdi", "Anne", "Lucas",
    "Sophie", "Karim", "Hélène", "Antoine", "Aïcha", "Mathieu", "Élodie", "Hugo", "Isabelle", "Yann",
)  # fmt: skip
LAST_NAMES = (
    "Martin", "Bernard", "Diallo", "Robert", "Moreau", "Benali", "Laurent", "Garcia", "Roussel",
    "Nguyen", "Chevalier", "Lefèvre", "Morin", "Traoré", "Gauthier", "Perrin", "Lambert", "Colin",
)  # fmt: skip
ROLES = (
    "", "", "designer", "développeuse", "chercheur en sociologie", "directrice du numérique",
    "chef de projet", "maire", "agente d'accueil", "enseignant", "médecin", "cheffe de service",
    "écrivain", "ingénieure", "responsable de l'innovation", "présidente de l'association",
)  # fmt: skip


@dataclass(frozen=True)
class Setting:
    """What the passages of one interview share: its title and people, one line, "" for neither."""

    line: str

    def introduce(self, passage: str, asked: str) -> str:
        """Return the passage under its context; `asked` is the question put, "" for none."""
        context = " ".join(part for part in (self.line, _end(asked)) if part)
        return f"{context}\n{passage}" if context else passage


def draw_setting(titles: Sequence[str], chance: np.random.Generator) -> Setting:
    """Draw a title (of those given) and a person, either of which may be missing."""
    parts = []
    if titles and chance.random() < 0.8:
        parts.append(_end(titles[int(chance.integers(len(titles)))]))
    if chance.random() < 0.7:
        name = f"{_draw(FIRST_NAMES, chance)} {_draw(LAST_NAMES, chance)}"
        parts.append(_end(f"{name}, {_draw(ROLES, chance)}".rstrip(", ")))
    return Setting(" ".join(parts))


def draw_asked(
    passage: str, question: str, questions: Mapping[str, Sequence[str]], chance: np.random.Generator
) -> str:
    """Draw another question about the passage, as a reporter put it; "" where there is none.

    Not the very question that the passage must be found by.
    """
    others = [other for other in questions[passage] if other != question]
    return _draw(others, chance) if others and chance.random() < 0.6 else ""


def _draw(choices: Sequence[str], chance: np.random.Generator) -> str:
    return choices[int(chance.integers(len(choices)))]


def _end(part: str) -> str:
    part = " ".join(part.split())
    return part if not part or part.endswith((".", "?", "!")) else part + "."
