"""In Chromium: the recording plays from a passage, the text follows it, nothing is loaded unasked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from browsing import AXE, ask, find_faults, in_browser, stands_in_view, visit
from conftest import ROOT
from playwright.sync_api import Browser, Page, expect
from recorded import write_recorded, write_sound
from serving import serving

pytestmark = in_browser
NAME = "criée & <b>"
ELSEWHERE = "https://sound.example.org/a/b.wav"
SOUND = "#reader > .player audio"
QUESTION = "Combien coûte un filet neuf ?"


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return write_sound(tmp_path_factory.mktemp("sound") / "a.wav")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, sound: bytes) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("recording")
    (folder / "corpus").mkdir()
    (folder / "corpus" / f"{NAME}.wav").write_bytes(sound)
    write_recorded(folder / "corpus", NAME, f"{NAME}.wav")
    write_recorded(folder / "corpus", "loin", ELSEWHERE)
    with serving(ROOT / "tests" / "serving.py", folder / "corpus", folder / "index") as address:
        yield address


def link_to(interview: str, second: int = 0, anchor: str = "") -> str:
    """Return the link that opens an interview at a second and a paragraph."""
    at = {"t": second} if second else {}
    return f"?{urlencode({'interview': interview, **at})}#{anchor}"


def wait_until_it_plays(page: Page, after: float) -> float:
    """Wait until the sound plays beyond a second; return where it is."""
    page.wait_for_function(
        """([sound, after]) => {
            const one = document.querySelector(sound);
            return !one.paused && one.readyState > 2 && one.currentTime > after;
        }""",
        arg=[SOUND, after],
    )
    return float(page.locator(SOUND).evaluate("one => one.currentTime"))


def test_a_time_in_the_text_plays_from_its_second_and_the_text_follows(
    browser: Browser, served: str
) -> None:
    with visit(browser, served + link_to(NAME), height=420) as page:
        wanted = []
        page.on("request", lambda one: wanted.append(one.url) if "/media" in one.url else None)
        times = page.locator("#interview .time")
        assert times.all_inner_texts() == ["00:04", "00:23", "00:43"]
        assert wanted == []
        times.nth(1).click()
        assert 23 <= wait_until_it_plays(page, 23.1) < 26
        spoken = page.locator("#interview [aria-current=true]")
        expect(spoken).to_contain_text("Neuf mille euros")
        expect(spoken).to_have_id("t2p1")
        assert set(wanted) == {f"{served}media?{urlencode({'interview': NAME})}"}
        page.locator(SOUND).evaluate("one => { one.currentTime = 41 }")
        expect(spoken).to_contain_text("Qui répare les filets")  # a question is said too
        page.locator(SOUND).evaluate("one => { one.currentTime = 44 }")
        expect(spoken).to_have_id("t3p1")
        assert stands_in_view(page, "#t3p1")


def test_who_scrolls_reads_on_alone_until_the_text_is_to_follow_again(
    browser: Browser, served: str
) -> None:
    with visit(browser, served + link_to(NAME), height=330) as page:
        follow = page.get_by_role("button", name="suivre le texte")
        page.locator("#interview .time").first.click()
        wait_until_it_plays(page, 4)
        expect(follow).to_have_attribute("aria-pressed", "true")
        page.locator("#interview").hover()
        page.mouse.wheel(0, -3000)
        expect(follow).to_have_attribute("aria-pressed", "false")
        page.locator(SOUND).evaluate("one => { one.currentTime = 44 }")
        expect(page.locator("#t3p1")).to_have_attribute("aria-current", "true")
        assert not stands_in_view(page, "#t3p1")
        follow.press("Enter")
        page.wait_for_function("document.querySelector('#interview').scrollTop > 0")
        assert stands_in_view(page, "#t3p1")


def test_an_answer_is_heard_from_its_passage(browser: Browser, served: str) -> None:
    with visit(browser, served + link_to("loin")) as page:
        figure = ask(page, QUESTION).locator("figure", has_text="Neuf mille").locator("visible=true")
        heard = figure.filter(has=page.locator(f'[data-interview="{NAME}"]')).first
        expect(heard.locator("cite")).to_contain_text("00:23")
        heard.get_by_role("button", name="écouter", exact=True).click()
        expect(page.locator("#interview .interview")).to_have_attribute("data-interview", NAME)
        assert 23 <= wait_until_it_plays(page, 23.1) < 27
        assert "t=23" in page.url
        assert page.url.endswith("#t2p1")


def test_a_link_opens_the_passage_at_its_second_and_plays_nothing(
    browser: Browser, served: str
) -> None:
    with visit(browser, served + link_to(NAME, 23, "t2p1")) as page:
        expect(page.locator("#t2p1")).to_have_class(re.compile("chosen"))
        sound = page.locator(SOUND)
        assert sound.evaluate("one => [one.currentTime, one.paused]") == [23, True]
        sound.evaluate("one => one.play()")
        assert wait_until_it_plays(page, 23.1) < 27
        page.locator("#t2p1").click(position={"x": 300, "y": 8})
        expect(page.locator(".note [data-copy-link]")).to_have_attribute(
            "data-copy-link", re.compile(r"&t=23#t2p1$")
        )


def test_what_lies_elsewhere_is_named_and_loaded_by_a_click_alone(
    browser: Browser, served: str, sound: bytes
) -> None:
    context = browser.new_context(locale="fr-FR", reduced_motion="reduce")
    asked: list[str] = []

    def answer(route) -> None:
        asked.append(route.request.url)
        start = int(re.findall(r"\d+", route.request.headers["range"])[0])
        place = f"bytes {start}-{len(sound) - 1}/{len(sound)}"
        headers = {"content-type": "audio/wav", "accept-ranges": "bytes", "content-range": place}
        route.fulfill(status=206, headers=headers, body=sound[start:])

    context.route(re.compile("^https:"), answer)
    page = context.new_page()
    page.goto(served + link_to("loin", 43, "t3p1"))
    page.wait_for_selector("html[data-ready]")
    button = page.locator("#reader > .player .load")
    expect(button).to_have_text("écouter (charge sound.example.org)")
    expect(page.locator("#interview .time").first).to_have_attribute(
        "aria-label", "Écouter à partir de 00:04 (charge sound.example.org)"
    )
    page.mouse.wheel(0, 300)
    assert page.locator(SOUND).count() == 0
    assert asked == []
    button.click()
    assert wait_until_it_plays(page, 42.9) < 47
    assert set(asked) == {ELSEWHERE}
    context.close()


def test_a_recording_that_fails_says_so(browser: Browser, served: str) -> None:
    context = browser.new_context(locale="en-GB")
    context.route(re.compile("^https:"), lambda route: route.fulfill(status=404))
    page = context.new_page()
    page.goto(served + link_to("loin"))
    page.wait_for_selector("html[data-ready]")
    page.get_by_role("button", name="listen (loads sound.example.org)").click()
    expect(page.locator("#reader > .player .failed")).to_have_text("The recording cannot be played.")
    context.close()


def test_another_interview_ends_the_recording(browser: Browser, served: str) -> None:
    with visit(browser, served + link_to(NAME)) as page:
        page.locator("#interview .time").first.click()
        wait_until_it_plays(page, 4)
        playing = page.locator(SOUND).element_handle()
        page.locator("[data-library=open]").click()
        page.locator('.library [data-open="loin"]').click()
        expect(page.locator("#reader > .player .load")).to_be_visible()
        assert playing.evaluate("one => [one.paused, one.isConnected]") == [True, False]


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_player_fits_and_is_open_to_all(
    browser: Browser, served: str, width: int, scheme: str
) -> None:
    where = served + link_to("loin")
    with visit(browser, where, width=width, height=700, color_scheme=scheme) as page:
        if width < 900:
            page.locator("#head [data-drawer=open]").click()
        expect(page.locator("#reader > .player")).to_be_visible()
        page.add_script_tag(path=AXE)
        assert find_faults(page) == []
        box = page.locator("#reader > .player .load").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert page.evaluate("document.documentElement.scrollWidth") <= width
