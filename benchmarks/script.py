"""Scripts in interviews, addresses and questions: none may run in the page, in headless Chromium.

Ten interviews hold a script each, in every place where a page shows what an interview says: words,
question, lead, title, people, publication, address, the name of the file. A visit opens an address,
asks, opens what is cited and goes through the library. It is wrong where a script ran, a dialog opened,
or a link leads to one.
"""

from __future__ import annotations

import json
import random
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks import server_load
from benchmarks.site import RIGHT, WRONG, Site

CHROMIUM = "/usr/bin/chromium"
_RUN = "window.ran=1"
_SCRIPTS = (
    f"<script>{_RUN}</script>",
    f"<img src=x onerror='{_RUN}'>",
    f'"><svg onload={_RUN}>',
    f"javascript:{_RUN}",
    "{{" + _RUN + "}}${" + _RUN + "}<%=" + _RUN + "%>",
    f"[a](javascript:{_RUN}) ![a](x' onerror='{_RUN}) <javascript:{_RUN}>",
    f"<iframe srcdoc='<script>parent.{_RUN}</script>'></iframe>",
    f"</textarea></title></script><script>{_RUN}</script>",
    f"&lt;script&gt;{_RUN}&lt;/script&gt;&#60;img src=x onerror={_RUN}&#62;",
    f"' onmouseover='{_RUN}' onfocus='{_RUN}' x='\u2028<math><mtext><style><img src=x onerror={_RUN}>",
)
_LEADS_TO_SCRIPT = "a => /^\\s*(javascript|data|vbscript):/i.test(a.getAttribute('href') || '')"


def run_scripts(site: Site, count: int, chance: random.Random) -> Iterator[str]:
    """Visit the page of ten interviews that hold scripts, by addresses that hold them too."""
    corpus = site.corpus.parent / "scripts"
    corpus.mkdir()
    for number, script in enumerate(_SCRIPTS):
        _write_interview(corpus, number, script)
    with server_load.serve(corpus) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for number, path in enumerate(_list_addresses()[:count]):
            page = browser.new_page()
            dialogs: list[str] = []
            page.on("dialog", lambda one, told=dialogs: (told.append(one.message), one.dismiss()))
            page.goto(f"http://127.0.0.1:{server.port}{path}")
            page.wait_for_selector("html[data-ready]")
            _go_around(page, _SCRIPTS[number % len(_SCRIPTS)])
            links = page.locator("a").evaluate_all(f"all => all.filter({_LEADS_TO_SCRIPT}).length")
            if dialogs or links or page.evaluate("window.ran"):
                print(f"a script ran, or would: {path}")
                yield WRONG
            else:
                yield RIGHT
            page.close()
        browser.close()


def _write_interview(corpus: Path, number: int, script: str) -> None:
    """Write an interview with a script in every place, and one whose file is named after it."""
    quoted = json.dumps(script)
    names = ("title", "author", "publication", "url")
    head = "".join(f"{name}: {quoted}\n" for name in names)
    people = f"interviewees:\n  - name: {quoted}\n    role: {quoted}\n"
    text = (
        f"{script} Un chapeau sur le pain.\n\n**Combien d'apprentis {script} avez-vous formés ?**\n\n"
        f"J'ai formé {script} sept apprentis, {script} depuis 2012, au fournil.\n\n"
        f"**Et le pain {script} ?**\n\nLe pain {script} est cuit au bois, {script} chaque matin.\n"
    )
    (corpus / f"x{number}.md").write_text(f"---\n{head}{people}---\n\n{text}", "utf-8")
    named = script.replace("/", "_")[:50].strip()
    said = f"Pourquoi le pain {script} ?\n\nParce que le pain {script} est bon, vraiment très bon.\n"
    (corpus / f"{named}.txt").write_text(said, "utf-8")


def _list_addresses() -> list[str]:
    """Return addresses of the page with a script in a question, an interview, a place or a setting."""
    addresses = []
    for number, script in enumerate(_SCRIPTS):
        quoted = urllib.parse.quote(script)
        addresses += [
            f"/?q={urllib.parse.quote('Combien d’apprentis ')}{quoted}",
            f"/?interview=x{number}",
            f"/?interview={quoted}",
            f"/?interview=x{number}#{script}",
            f"/?q={quoted}&interview={quoted}#{quoted}",
            f"/?__theme={quoted}&view={quoted}&__lang={quoted}&deep_link={quoted}",
        ]
    return addresses


def _go_around(page: Page, script: str) -> None:
    """Ask with a script in the question, press what can be pressed, and look at the library."""
    count = page.locator(".exchange").count()
    page.locator("#question textarea").fill(f"Combien d'apprentis {script} avez-vous formés ?"[:200])
    page.locator("#question textarea").press("Enter")
    page.wait_for_function(f"document.querySelectorAll('.exchange').length > {count}")
    for pressed in page.locator(".exchange button").all()[:6]:
        if pressed.is_visible():
            pressed.hover()
            pressed.click()
    page.wait_for_timeout(300)
    page.evaluate(
        "document.querySelectorAll('#library button, #interview p').forEach(one => one.click())"
    )
    page.wait_for_timeout(300)
