"""What `python -m benchmarks.mutation` changes: each place that can make a difference, once."""

import ast
import random
from pathlib import Path

import pytest

pytest.importorskip("cosmic_ray", reason="needs cosmic-ray (requirements-dev.txt)")

CODE = '''\
"""Count to 3."""

from __future__ import annotations

from dataclasses import dataclass

LIMIT: int | None = 3


@dataclass(frozen=True)
class Thing:
    size: int | str


def is_small(thing: int | None, *, strict: bool = False) -> bool | None:
    """Return whether a thing is under 3."""
    return thing is not None and thing < LIMIT


def is_limit(thing: int) -> bool:
    return thing is LIMIT


def pair(things: list[int]) -> list[tuple[int, int]]:
    return list(zip(things, things, strict=True))
'''


def test_each_place_gives_one_mutant_and_what_makes_no_difference_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from benchmarks import mutation

    (tmp_path / "small.py").write_text(CODE, "utf-8")
    monkeypatch.setattr(mutation, "ROOT", tmp_path)

    def find(seed: int) -> list[mutation.Mutant]:
        return list(mutation.find_mutants(Path("small.py"), random.Random(seed)))

    mutants = find(1)
    assert mutants == find(1), "the same seed gives the same mutants"
    assert {(one.line, one.before) for one in mutants} == {
        (7, "LIMIT: int | None = 3"),
        (15, "def is_small(thing: int | None, *, strict: bool = False) -> bool | None:"),
        (17, "return thing is not None and thing < LIMIT"),
        (21, "return thing is LIMIT"),
    }
    assert len({one.code for one in mutants}) == len(mutants)
    changed = {one.after for seed in range(30) for one in find(seed)}
    assert "return thing == LIMIT" not in changed
    assert not any("/, strict" in line for line in changed)
    for one in mutants:
        assert ast.dump(ast.parse(one.code)) != ast.dump(ast.parse(CODE))
        assert one.after == one.code.splitlines()[one.line - 1].strip() != one.before
