"""Takes screenshots of the page's main states for README and docs/, in Debian's Chromium: small PNGs.

    python -m benchmarks.screenshots

The page is served on this machine meanwhile. Needs requirements-dev.txt and Chromium.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from onrecord import Archive, write_grid
from onrecord.chat import serve

HERE = Path(__file__).parent
FOLDER = HERE.parent / "docs" / "pictures"
CHROMIUM = "/usr/bin/chromium"
LARGEST = 150_000  # bytes of a PNG
PORT = 7899
_COLORS = 128
CARD = HERE.parent / "onrecord" / "chat" / "static" / "card.png"
_CARD = """<body style="margin: 0; background: #f7f4ee; color: #211e1a; font-family: serif">
<div style="padding: 120px 110px"><p style="font: italic 600 54px serif; margin: 0">On the Record</p>
<p style="font-size: 76px; line-height: 1.3; margin: 60px 0 0">
<mark style="background: #ffe9a3; padding: 0 .1em">Les mots exacts</mark>
des&nbsp;entretiens, avec&nbsp;leur&nbsp;source.</p></div></body>"""
_DESKTOP = (1280, 800)
_PHONE = (390, 780)

State = tuple[str, Path, tuple[int, int], str, Callable[[Page], None]]
_SEED = HERE.parent / "corpus"
BROUGHT = HERE.parent / "tests" / "questions" / "corpus" / "fournil-ravoire.md"
_QUESTIONS = [
    "Combien cela coûte-t-il ?",
    "Qu'est-ce qui a été le plus difficile ?",
    "Que faut-il changer ?",
]
_MANY = HERE.parent / "tests" / "questions" / "corpus"


def main() -> None:
    """Write one PNG for each state into `docs/pictures`."""
    FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        CARD.write_bytes(draw_card(browser))
        for corpus in (_SEED, _MANY):
            draw_states(browser, corpus, [state for state in STATES if state[1] == corpus])
        (FOLDER / "grid.png").write_bytes(draw_grid(browser))
        browser.close()


def draw_states(browser: Browser, corpus: Path, states: list[State]) -> None:
    """Serve a corpus, and write the PNGs of its states."""
    with tempfile.TemporaryDirectory() as index:
        served = serve(Archive.open(corpus, index), port=PORT, wait=False)
        try:
            for name, _, size, scheme, act in states:
                drawn = draw(browser, size, scheme, act)
                (FOLDER / f"{name}.png").write_bytes(drawn)
                print(f"{name}.png: {len(drawn) // 1000} kB")
        finally:
            served.close()


def draw_grid(browser: Browser) -> bytes:
    """Return the PNG of a grid of questions, as `onrecord grid --out grid.html` writes it."""
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive.open(_MANY, Path(folder, "index"))
        write_grid(archive.ask_all(_QUESTIONS), Path(folder, "grid.html"))
        page = browser.new_page(viewport={"width": _DESKTOP[0], "height": _DESKTOP[1]})
        page.goto(Path(folder, "grid.html").as_uri())
        drawn = shrink(page.screenshot())
        page.close()
    return drawn


def draw_card(browser: Browser) -> bytes:
    """Return the PNG that a shared link to the page is shown with."""
    page = browser.new_page(viewport={"width": 1200, "height": 630})
    page.set_content(_CARD)
    card = shrink(page.screenshot())
    page.close()
    return card


def draw(browser: Browser, size: tuple[int, int], scheme: str, act: Callable[[Page], None]) -> bytes:
    """Return a PNG of the page after the visitor's action `act`, of at most LARGEST bytes."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        locale="fr-FR",
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{PORT}/")
    page.wait_for_selector("html[data-ready]")
    act(page)
    page.evaluate("document.activeElement.blur()")
    page.wait_for_timeout(600)
    shot = page.screenshot()
    context.close()
    return shrink(shot)


def shrink(png: bytes) -> bytes:
    """Return a PNG reduced to a few colours, which text on plain paper does not need more of.

    Raises
    ------
    ValueError
        If the PNG is larger than LARGEST bytes all the same.
    """
    drawn = io.BytesIO()
    image = Image.open(io.BytesIO(png)).convert("RGB")
    image.quantize(_COLORS, dither=Image.Dither.NONE).save(drawn, "PNG", optimize=True)
    if drawn.tell() > LARGEST:
        raise ValueError(f"expected at most {LARGEST} bytes, found {drawn.tell()}: draw less")
    return drawn.getvalue()


def _ask(question: str) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        page.locator("#question textarea").fill(question)
        page.locator("#question textarea").press("Enter")
        page.wait_for_selector(".exchange")

    return act


def _open_library(page: Page) -> None:
    page.locator("[data-library=open]").click()


def _fill_grid(page: Page) -> None:
    page.locator("#head [data-grid=open]").click()
    page.locator(".grid [name=questions]").fill("\n".join(_QUESTIONS))
    page.locator(".grid [type=submit]").click()
    page.locator(".grid .counted").wait_for(timeout=120_000)
    page.locator(".grid a.cell").first.click()


def _bring_an_interview(page: Page) -> None:
    _open_library(page)
    page.locator("#upload input[type=file]").set_input_files(BROUGHT)
    page.wait_for_selector(".report")


STATES: list[State] = [
    ("desktop", _SEED, _DESKTOP, "light", _ask("Que signifie la refonte de la Dinum ?")),
    ("dark", _SEED, _DESKTOP, "dark", _ask("Que signifie la refonte de la Dinum ?")),
    ("phone", _SEED, _PHONE, "light", _ask("Que signifie la refonte de la Dinum ?")),
    ("cut-answer", _SEED, _DESKTOP, "light", _ask("Que dit-il de l'open data ?")),
    ("not-found", _SEED, _DESKTOP, "light", _ask("Quel est le budget de la Dinum ?")),
    ("library", _MANY, _DESKTOP, "light", _open_library),
    ("grid-page", _MANY, _DESKTOP, "light", _fill_grid),
    ("report", _SEED, _DESKTOP, "light", _bring_an_interview),
]

if __name__ == "__main__":
    main()
