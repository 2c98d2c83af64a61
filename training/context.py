"""Draws contexts for training passages, such as the package puts in front of passages to encode them.

`write_context` of onrecord/retrieval/passage.py writes them: « Title. Person, role. Question asked? ».
People are invented; titles and questions come from the training text. Batches are drawn elsewhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from onrecord.interview import Person
from onrecord.retrieval.passage import write_context

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
    """What the passages of an invented interview share: its title, or "", and its people."""

    title: str
    people: tuple[Person, ...]

    def introduce(self, passage: str, asked: str) -> str:
        """Return the passage below its context; `asked` is the interviewer's question, or ""."""
        context = write_context(self.title, self.people, " ".join(asked.split()))
        return f"{context}\n{passage}" if context else passage


def draw_setting(titles: Sequence[str], chance: np.random.Generator) -> Setting:
    """Draw the setting: with a title of `titles` four times in five, with a person seven in ten."""
    title = ""
    if titles and chance.random() < 0.8:
        title = " ".join(_draw(titles, chance).split())
    people: tuple[Person, ...] = ()
    if chance.random() < 0.7:
        name = f"{_draw(FIRST_NAMES, chance)} {_draw(LAST_NAMES, chance)}"
        people = (Person(name, _draw(ROLES, chance)),)
    return Setting(title, people)


def draw_asked(
    passage: str, question: str, questions: Mapping[str, Sequence[str]], chance: np.random.Generator
) -> str:
    """Draw the interviewer's question before the passage, or "".

    It is a question about the passage, but not `question`, by which the passage must be found.
    """
    others = [other for other in questions[passage] if other != question]
    return _draw(others, chance) if others and chance.random() < 0.6 else ""


def _draw(choices: Sequence[str], chance: np.random.Generator) -> str:
    return choices[int(chance.integers(len(choices)))]
