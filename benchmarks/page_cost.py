"""Measures what the page adds to `Archive.ask`: from the press of Enter until the answer is drawn.

    python -m benchmarks.page_cost [--json benchmarks/page_cost.json]

The page runs in this process, and Debian's Chromium asks it. The archive answers the same question
right before and right after, so that a busy machine slows both alike. The figure is the median of the
differences.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
from functools import partial
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.ask_cost import QUESTIONS, measure
from benchmarks.screenshots import CHROMIUM
from onrecord import Archive
from onrecord.chat import serve

PORT = 7898
_ASK = """question => new Promise(resolve => {
    const field = document.querySelector("#question textarea");
    field.value = question;
    field.dispatchEvent(new InputEvent("input", {bubbles: true}));
    const log = document.querySelector("#exchanges");
    const before = log.querySelectorAll(".exchange").length;
    requestAnimationFrame(() => requestAnimationFrame(() => {
        const start = performance.now();
        new MutationObserver((_, observer) => {
            if (log.querySelectorAll(".exchange").length <= before) return;
            observer.disconnect();
            requestAnimationFrame(() => resolve((performance.now() - start) / 1000));
        }).observe(log, {childList: true, subtree: true});
        field.dispatchEvent(new KeyboardEvent("keypress", {key: "Enter", bubbles: true}));
    }));
})"""


def main() -> None:
    """Print the figures, and write them as JSON with --json."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--corpus", default="corpus")
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--json")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as index:
        archive = Archive.open(options.corpus, index)
        page_times, ask_times = time_questions(archive, options.rounds)
    added = statistics.median(a - b for a, b in zip(page_times, ask_times, strict=True)) * 1000
    page_ms, ask_ms = (statistics.median(times) * 1000 for times in (page_times, ask_times))
    figures = {"page_ms": round(page_ms, 1), "ask_ms": round(ask_ms, 1), "added_ms": round(added, 1)}
    print(f"in the page {page_ms:.0f} ms, Archive.ask {ask_ms:.0f} ms, the page adds {added:.0f} ms")
    if options.json:
        Path(options.json).write_text(json.dumps(figures, indent=1) + "\n", "utf-8")


def time_questions(archive: Archive, rounds: int) -> tuple[list[float], list[float]]:
    """Return the seconds that each question takes in the page, and those in the archive alone."""
    served = serve(archive, port=PORT, wait=False)
    page_times, ask_times = [], []
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            for _ in range(rounds):
                page = open_page(browser.new_page())
                for question in QUESTIONS:
                    ask = partial(archive.ask, question)
                    before = measure(ask)
                    page_times.append(float(page.evaluate(_ASK, question)))
                    ask_times.append((before + measure(ask)) / 2)
                page.close()
            browser.close()
    finally:
        served.close()
    return page_times, ask_times


def open_page(page: Page) -> Page:
    """Load the chat into a browser page, wait until its session has begun, and return the page."""
    page.goto(f"http://127.0.0.1:{PORT}/")
    page.wait_for_selector("html[data-ready]")
    return page


if __name__ == "__main__":
    main()
