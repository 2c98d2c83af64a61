"""Measures what each of two installs costs: MB fetched, MB on disk, packages, seconds.

    python -m benchmarks.install_cost [--json benchmarks/install_cost.json]

*requirements* is `pip install -r requirements.txt` (the checkout); *wheel* is `pip install` of the
built wheel without an extra. Each goes into a new virtual environment, without pip's cache. All
packages are first fetched or built as wheels, then installed from these. Only installing is timed,
since the time to fetch depends on the network. The size on disk is that of the files which the install
adds, bytecode included. pip chooses the build of torch, for the CPU or with CUDA; `largest` (the
largest wheels, in MB) shows which.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
LARGEST = 6  # packages listed with their size


def main() -> None:
    """Print the figures, and write them as JSON with --json."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--json")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        wheel = build_wheel(Path(folder))
        figures = {
            "requirements": measure("-r", str(ROOT / "requirements.txt")),
            "wheel": measure(str(wheel)),
        }
    print(json.dumps(figures, indent=1))
    if options.json:
        Path(options.json).write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


def build_wheel(folder: Path) -> Path:
    """Build this checkout's wheel into a folder and return its path."""
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", str(folder), str(ROOT))
    (wheel,) = folder.glob("*.whl")
    return wheel


def measure(*what: str) -> dict[str, Any]:
    """Return the costs of installing `what` (arguments of pip) into a new environment."""
    with tempfile.TemporaryDirectory() as folder:
        environment, wheels = Path(folder, "environment"), Path(folder, "wheels")
        venv.create(environment, with_pip=True)
        pip = [str(environment / "bin" / "python"), "-m", "pip", "--quiet"]
        before = size_of(environment)
        run(*pip, "wheel", "--no-cache-dir", "--wheel-dir", str(wheels), *what)
        install_s = run(*pip, "install", "--no-index", "--find-links", str(wheels), *what)
        fetched = {name_of(path): path.stat().st_size for path in wheels.glob("*.whl")}
        return {
            "fetched_mb": megabytes(sum(fetched.values())),
            "disk_mb": megabytes(size_of(environment) - before),
            "packages": len(fetched),
            "install_s": round(install_s),
            "largest": {
                name: megabytes(fetched[name])
                for name in sorted(fetched, key=lambda name: -fetched[name])[:LARGEST]
            },
        }


def name_of(wheel: Path) -> str:
    """Return "package version", from a wheel's file name."""
    return " ".join(wheel.name.split("-")[:2])


def size_of(folder: Path) -> int:
    """Return the size of all files in a folder, in bytes; links are not followed."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir())


def megabytes(size: int) -> float:
    """Return a size in MB (10^6 bytes)."""
    return round(size / 1e6, 1)


def run(*command: str) -> float:
    """Run a command and return the seconds that it took."""
    start = time.perf_counter()
    subprocess.run(command, check=True)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
