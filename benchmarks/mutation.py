"""Mutation testing of the packages that answer a question: finds changes that no test notices.

    python -m benchmarks.mutation [--package question] [--sample 60] [--seed 1] [--jobs 1] [--json FILE]

A mutant is the code with one small change: `<` becomes `<=`, 3 becomes 4, `and` becomes `or`, a loop
never runs. It is killed if a test fails; if all pass it survives, and is printed with its file and
line. The tests are those of its module, then of its package, then `_FAST`, which ask whole archives.
What makes no difference is not changed: annotations, decorators, docstrings, `strict` of a zip, which
asserts what cannot happen, `is` into `==`, and `*` into `/` in a signature.

Cosmic Ray makes the changes, because mutmut 3 makes none outside functions, where the tuned constants
are. It changes copies of the checkout. One mutant is drawn for each place, since Cosmic Ray would make
eleven for each `+`. The same code, sample and seed give the same mutants.
"""

from __future__ import annotations

import argparse
import ast
import datetime
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

ROOT = Path(__file__).parents[1]
PACKAGES = ("question", "retrieval", "answer")
_FAST = (
    "tests/test_archive.py",
    "tests/test_archive_change.py",
    "tests/test_archive_search.py",
    "tests/test_faults.py",
    "tests/answer/test_conversation.py",
    "tests/answer/test_selection.py",
    "tests/retrieval/test_search.py",
)
_PYTEST = (
    *("-x", "-q", "-p", "no:cacheprovider", "--hypothesis-seed=0"),
    *("-m", "not browser"),
    # a mutant is not worth waiting for these
    *("-k", "not killed_build and not unknown_model and not no_fault_gives"),
)
_LIKE: dict[type[ast.cmpop], type[ast.cmpop]] = {ast.Is: ast.Eq, ast.IsNot: ast.NotEq}
_MOST_SECONDS = 120  # of processor time; a mutant that takes more counts as killed


@dataclass(frozen=True, slots=True)
class Mutant:
    """A changed module: `code` is all of it; `before` and `after` are the first line that differs."""

    path: Path
    line: int
    before: str
    after: str
    code: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}\n    - {self.before}\n    + {self.after}"


def find_mutants(path: Path, chance: random.Random) -> Iterator[Mutant]:
    """Yield a mutant for each place that can be changed in a module; `path` is relative to the root."""
    code = (ROOT / path).read_text("utf-8")
    tree = get_ast(code)
    places: dict[tuple[int, int], list[tuple[str, int]]] = {}
    for name in operator_names():
        operator_class = get_operator(name)
        if operator_class.arguments():
            continue  # this operator needs names of variables as arguments
        operator = operator_class()
        found = (at for node in ast_nodes(tree) for at, _ in operator.mutation_positions(node))
        for number, at in enumerate(found):
            places.setdefault(at, []).append((name, number))
    meaning = _strip(code)
    for (line, _), changes in sorted(places.items()):
        chance.shuffle(changes)
        for name, number in changes:
            mutated = mutate_code(code, get_operator(name)(), number)
            if mutated is not None and _strip(mutated) not in (meaning, ""):
                yield _describe(path, line, code, mutated)
                break


def _strip(code: str) -> str:
    """Return a dump of a module without annotations and decorators; "" if it does not compile."""
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return ""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef():
                node.returns, node.decorator_list = None, []
            case ast.ClassDef():
                node.decorator_list = []
            case ast.arg():
                node.annotation = None
            case ast.AnnAssign():
                node.annotation = ast.Constant(None)
            case ast.Call(func=ast.Name(id="zip")):
                node.keywords = []
            case ast.arguments():
                node.args = [*node.posonlyargs, *node.args, *node.kwonlyargs]
                node.defaults += [one for one in node.kw_defaults if one is not None]
                node.posonlyargs, node.kwonlyargs, node.kw_defaults = [], [], []
            case ast.Compare():
                node.ops = [_LIKE.get(type(op), type(op))() for op in node.ops]
    return ast.dump(tree)


def _describe(path: Path, line: int, code: str, mutated: str) -> Mutant:
    pairs = enumerate(zip(code.splitlines(), mutated.splitlines(), strict=False), 1)
    number, (before, after) = next(
        ((number, pair) for number, pair in pairs if pair[0] != pair[1]), (line, ("", ""))
    )
    return Mutant(path, number, before.strip(), after.strip(), mutated)


def copy_tree(folder: Path) -> None:
    """Copy the checkout: Python files as copies, which can be changed, all others as links."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "-co", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    for name in listed.stdout.decode().rstrip("\0").split("\0"):
        source, copy = ROOT / name, folder / name
        if source.is_file():
            copy.parent.mkdir(parents=True, exist_ok=True)
            if source.suffix == ".py":
                shutil.copy(source, copy)
            else:
                copy.symlink_to(source)


def find_tests(folder: Path, path: Path) -> list[str]:
    """Return the test files to run for a mutant of a module, the likeliest to fail first."""
    package = path.parent.name
    own = f"tests/{package}/test_{path.name}"
    tests = [own, f"tests/{package}", *_FAST]
    return [test for test in dict.fromkeys(tests) if (folder / test).exists()]


def survives(folder: Path, path: Path) -> bool:
    """Return whether the tests of a module run and pass in a copy of the checkout."""
    limits = (_MOST_SECONDS, _MOST_SECONDS)
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *_PYTEST, *find_tests(folder, path)],
        cwd=folder,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, limits),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return run.returncode == 0


def draw_mutants(package: str, module: str | None, sample: int | None, seed: int) -> list[Mutant]:
    """Return mutants of a package, drawn by chance, in the order of the code.

    Parameters
    ----------
    module
        The name of the only module to change; None for all.
    sample
        How many mutants to return at most; None for all.
    """
    chance = random.Random(seed)
    paths = [
        path.relative_to(ROOT)
        for path in sorted((ROOT / "onrecord" / package).glob("*.py"))
        if module in (None, path.stem)
    ]
    mutants = [mutant for path in paths for mutant in find_mutants(path, chance)]
    drawn = mutants if sample is None else chance.sample(mutants, min(sample, len(mutants)))
    print(f"{package}: {len(drawn)} mutants of {len(mutants)}", flush=True)
    return sorted(drawn, key=lambda one: (one.path, one.line, one.after))


def main() -> int:
    """Test the drawn mutants; return the exit status: 0, or 1 if the tests fail without a mutant."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--package", choices=PACKAGES, action="append", help="more than once: each")
    parser.add_argument("--module", help="only modules of this name, for instance follow_up")
    parser.add_argument("--sample", type=int, help="mutants of each package, drawn by chance")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1, help="mutants at a time")
    parser.add_argument("--json", type=Path, help="where to write the counts of each package")
    options = parser.parse_args()
    mutants = [
        mutant
        for package in options.package or PACKAGES
        for mutant in draw_mutants(package, options.module, options.sample, options.seed)
    ]
    with tempfile.TemporaryDirectory() as name:
        alive = _run(mutants, Path(name), options.jobs)
    if alive is None:
        return 1
    total = Counter(_package_of(mutant) for mutant in mutants)
    for package, count in total.items():
        print(f"{package}: alive {alive[package]} of {count} ({alive[package] / count:.0%})")
    if options.json:
        _write_counts(options.json, options.seed, total, alive)
    return 0


def _write_counts(path: Path, seed: int, total: Counter[str], alive: Counter[str]) -> None:
    """Write what was counted of each package into a JSON file, which keeps the other packages."""
    counts = json.loads(path.read_text("utf-8")) if path.exists() else {}
    date = datetime.date.today().isoformat()
    for package, count in total.items():
        counts[package] = {"date": date, "seed": seed, "mutants": count, "alive": alive[package]}
    path.write_text(json.dumps(counts, indent=1, sort_keys=True) + "\n", "utf-8")


def _run(mutants: list[Mutant], folder: Path, jobs: int) -> Counter[str] | None:
    """Test mutants and print those that survive; return how many survive in each package.

    Return None if the tests of a package fail without a mutant.
    """
    trees: SimpleQueue[Path] = SimpleQueue()
    for number in range(jobs):
        copy_tree(folder / str(number))
        trees.put(folder / str(number))
    for path in {_package_of(mutant): mutant.path for mutant in mutants}.values():
        if not survives(folder / "0", path):
            print(f"expected the tests of {path.parent} to pass without a mutant, found failures")
            return None

    def try_out(mutant: Mutant) -> bool:
        tree = trees.get()
        module = tree / mutant.path
        unchanged = module.read_text("utf-8")
        try:
            module.write_text(mutant.code, "utf-8")
            return survives(tree, mutant.path)
        finally:
            module.write_text(unchanged, "utf-8")
            trees.put(tree)

    alive: Counter[str] = Counter()
    with ThreadPoolExecutor(jobs) as pool:
        for mutant, survived in zip(mutants, pool.map(try_out, mutants), strict=True):
            alive[_package_of(mutant)] += survived
            if survived:
                print(mutant, flush=True)
    return alive


def _package_of(mutant: Mutant) -> str:
    return mutant.path.parent.name


if __name__ == "__main__":
    sys.exit(main())
