"""What nobody fetches or comes back for is forgotten by the page's own queue and sessions."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest
from starlette.testclient import TestClient

from onrecord.archive import Archive
from onrecord.chat import server
from onrecord.chat.archives import Archives
from onrecord.chat.begin_events import BeginEvents
from onrecord.chat.events import Events
from onrecord.chat.failure import DiscreetBlocks
from onrecord.chat.page import make_page
from onrecord.privacy import stop_reports

T = TypeVar("T")
CALL = "/gradio_api/call/search"
WORDS = {"data": ["prix du gazole", 1, *[None] * 5]}


def make(make_it: Callable[[], T]) -> T:
    """Return what a function makes inside a loop: outside, Gradio opens one and does not close it."""

    async def inside() -> T:
        return make_it()

    return asyncio.run(inside())


@pytest.fixture
def page(archive: Archive) -> DiscreetBlocks:
    stop_reports()
    archives = Archives(archive)
    events = Events(archives)
    return make(lambda: make_page(archives, events, BeginEvents(archives, events)))


@pytest.fixture
def client(page: DiscreetBlocks, archive: Archive) -> Iterator[TestClient]:
    with TestClient(make(lambda: server._mount(page, Archives(archive)))) as client:
        yield client


def call(client: TestClient, page: DiscreetBlocks) -> str:
    """Put a question, wait until it is answered, and return the name of its outcome."""
    event = str(client.post(CALL, json=WORDS).json()["event_id"])
    wait_until_answered(page)
    return event


def wait_until_answered(page: DiscreetBlocks) -> None:
    """Wait until nothing is being answered, half a minute at most."""
    for _ in range(3000):
        if not page._queue.event_ids_to_events:
            return
        time.sleep(0.01)
    pytest.fail("a call was not answered")


def test_an_outcome_that_is_fetched_in_time_is_there(client: TestClient, page: DiscreetBlocks) -> None:
    event = call(client, page)
    page.forget_unread()
    assert "Le prix du gazole." in client.get(f"{CALL}/{event}").text
    assert page._queue.pending_event_ids_session.get(event, set()) == set()


def test_an_outcome_that_nobody_fetches_is_forgotten(
    client: TestClient, page: DiscreetBlocks, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = call(client, page)
    page.forget_unread()
    monkeypatch.setattr("onrecord.chat.failure._UNREAD", -1)
    page.forget_unread()
    assert late not in page._queue.pending_event_ids_session
    assert late not in page._queue.pending_messages_per_session


def test_of_too_many_outcomes_the_oldest_are_forgotten(
    client: TestClient, page: DiscreetBlocks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onrecord.chat.failure._MOST_UNREAD", 2)
    events = [call(client, page) for _ in range(4)]
    page.forget_unread()
    assert [one for one in events if one in page._queue.pending_messages_per_session] == events[2:]


def test_a_call_without_a_session_leaves_none(client: TestClient, page: DiscreetBlocks) -> None:
    for _ in range(3):
        call(client, page)
    assert list(page.state_holder.session_data) == []
    assert page.state_holder.time_last_used == {}


def test_only_so_many_sessions_are_remembered(
    page: DiscreetBlocks, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "_SESSIONS", 2)
    with TestClient(make(lambda: server._mount(page, Archives(archive)))) as client:
        for number in range(4):
            body = {**WORDS, "session_hash": f"visit{number}"}
            assert client.post(CALL, json=body).status_code == 200
            wait_until_answered(page)
        assert list(page.state_holder.session_data) == ["visit2", "visit3"]


def test_nothing_is_remembered_of_calls_that_were_answered(
    client: TestClient, page: DiscreetBlocks
) -> None:
    for _ in range(3):
        call(client, page)
    assert len(page._queue.event_analytics) == 1
    assert page._queue.cached_event_analytics_summary == {"functions": {}}
