"""What browsers hold the page to, in Chromium: nothing goes elsewhere, no other site frames it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import ask, in_browser
from conftest import INTERVIEW, ROOT
from playwright.sync_api import Browser, expect
from serving import serving

pytestmark = in_browser
_TRY = """address => new Promise(resolve => {
    document.addEventListener("securitypolicyviolation", event => resolve(event.effectiveDirective));
    fetch(address).then(() => resolve("fetched"), () => {});
})"""
_FRAME = """address => new Promise(resolve => {
    const frame = document.createElement("iframe");
    frame.src = address;
    frame.onload = () => resolve(frame.contentWindow.length);
    document.body.append(frame);
})"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("rules")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "criee.txt").write_text(INTERVIEW, "utf-8")
    with serving(ROOT / "tests" / "serving.py", folder / "corpus", folder / "index") as address:
        yield address


def test_the_page_works_under_its_rules_and_sends_nothing_elsewhere(
    browser: Browser, served: str
) -> None:
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    page.goto(served)
    page.wait_for_selector("html[data-ready]")
    elsewhere = []
    page.on("request", lambda one: elsewhere.append(one.url) if served not in one.url else None)
    expect(ask(page, "le prix du gazole").locator("blockquote").first).to_be_visible()
    assert elsewhere == []
    assert page.evaluate(_TRY, "http://127.0.0.1:9/") == "connect-src"
    context.close()


def test_another_site_cannot_frame_the_page(browser: Browser, served: str, tmp_path: Path) -> None:
    (tmp_path / "frame.html").write_text("<!doctype html><title>other</title><body>", "utf-8")
    page = browser.new_page()
    page.goto((tmp_path / "frame.html").as_uri())
    page.evaluate(_FRAME, served)
    framed = page.frames[1]
    assert framed.locator("#room").count() == 0
    assert framed.url.startswith("chrome-error://")
    page.close()
