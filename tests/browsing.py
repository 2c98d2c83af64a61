"""A visitor's browser for the tests: Chromium on the page, and what a visitor does there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

AXE = str(files("axe_playwright_python").joinpath("axe.min.js"))
CHROMIUM = Path("/usr/bin/chromium")
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MEANING = "Que signifie la refonte de la Dinum ?"
OPEN_DATA = "Que dit-il de l'open data ?"
BUDGET = "Quel est le budget de la Dinum ?"
in_browser = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"needs {CHROMIUM}"),
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Yield Debian's Chromium, headless."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=OPTIONS)
        yield browser
        browser.close()


@contextmanager
def visit(
    browser: Browser,
    address: str,
    *,
    width: int = 1280,
    height: int = 800,
    locale: str = "fr-FR",
    **options: object,
) -> Iterator[Page]:
    """Yield the page opened by a new visitor; fail if the browser's console got an error meanwhile."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale=locale,
        reduced_motion="reduce",
        **options,
    )
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    open_page(page, address)
    yield page
    context.close()
    assert errors == []


def open_page(page: Page, address: str) -> None:
    """Go to the page and wait until the session has begun."""
    page.set_default_timeout(15_000)
    page.goto(address)
    page.wait_for_selector("html[data-ready]")


def ask(page: Page, question: str) -> Locator:
    """Ask a question; return its exchange once it is answered."""
    count = page.locator(".exchange").count()
    page.locator("#question textarea").fill(question)
    page.locator("#question textarea").press("Enter")
    expect(page.locator(".exchange")).to_have_count(count + 1)
    return page.locator(".exchange").last


def stands_in_view(page: Page, selector: str) -> bool:
    """Return whether at least a part of an element is in the visible box of the interview."""
    return bool(
        page.evaluate(
            """selector => {
            const box = document.querySelector("#interview").getBoundingClientRect();
            const one = document.querySelector(selector).getBoundingClientRect();
            return one.bottom > box.top && one.top < box.bottom;
        }""",
            selector,
        )
    )


def find_faults(page):
    """Return the serious and critical faults that axe finds, each with the first place it is at."""
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [
        (one["id"], one["nodes"][0]["target"], one["nodes"][0].get("failureSummary", ""))
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
