"""A connection that is silent but not closed is opened anew, again and again, for every tab."""

import socket
import threading
import time
from collections.abc import Generator
from contextlib import suppress
from datetime import datetime

import pytest
from playwright.sync_api import Browser, Page

from tests.dashboard.running import Dashboard, Watched, look, until

SILENT_S = 15.0
NO_WORKER = "delete window.SharedWorker;"
PACKET = 65536


class Tunnel:
    """A proxy of TCP that can swallow everything without closing anything, as tunnels do."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]
        self._open: list[tuple[threading.Event, socket.socket, socket.socket]] = []
        self.swallows_new = False
        self.streams = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def silence(self) -> None:
        """Let every connection that is open hang: nothing comes through, nothing is closed."""
        for is_silent, _, _ in self._open:
            is_silent.set()

    def close(self) -> None:
        """End it with all its connections."""
        self._server.close()
        for _, near, far in self._open:
            for one in (near, far):
                with suppress(OSError):
                    one.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._server.accept()
                far = socket.create_connection(("127.0.0.1", self._to))
                is_silent = threading.Event()
                if self.swallows_new:
                    is_silent.set()
                self._open.append((is_silent, near, far))
                for source, target in ((near, far), (far, near)):
                    threading.Thread(
                        target=self._pass_on, args=(source, target, is_silent), daemon=True
                    ).start()

    def _pass_on(
        self, source: socket.socket, target: socket.socket, is_silent: threading.Event
    ) -> None:
        with suppress(OSError):
            while data := source.recv(PACKET):
                self.streams += data.startswith(b"GET /stream")
                if not is_silent.is_set():
                    target.sendall(data)
        if not is_silent.is_set():
            with suppress(OSError):
                target.shutdown(socket.SHUT_WR)


@pytest.fixture
def tunnel(dashboard: Dashboard) -> Generator[Tunnel]:
    """Give a way to the dashboard that can fall silent."""
    own = Tunnel(int(dashboard.url.rpartition(":")[2]))
    yield own
    own.close()


def heartbeats(page: Page) -> float:
    """Give when the page last heard a heartbeat, by its own clock."""
    return page.evaluate("muster.live.heardAt")


def silent(seen: Watched, tunnel: Tunnel) -> float:
    """Let the way fall silent and give how long it took until the page heard again."""
    tunnel.silence()
    began = time.time() * 1000
    return until(lambda: heartbeats(seen.page) > began + 1000, "a heartbeat again", 60)


def test_a_silent_stream_heals_for_every_tab_and_again(
    chromium: Browser, dashboard: Dashboard, tunnel: Tunnel
):
    url = f"http://127.0.0.1:{tunnel.port}"
    first = look(chromium, url, "/system")
    second = look(
        chromium, url, "/?wall=1&pages=overview,system&every=3600", context=first.context
    )

    for _ in range(2):
        took_s = silent(first, tunnel)
        print(f"heard again after {took_s:.1f} s of silence")
        assert took_s < SILENT_S + 5
        until(lambda: "current" in second.text("#feed"), "the wall to be current again")
    first.context.close()


def test_a_stream_that_never_gets_past_connecting_is_tried_again(
    chromium: Browser, dashboard: Dashboard, tunnel: Tunnel
):
    seen = look(chromium, f"http://127.0.0.1:{tunnel.port}", "/system")
    tunnel.swallows_new = True
    before = tunnel.streams
    tunnel.silence()
    until(lambda: tunnel.streams >= before + 2, "two attempts that came to nothing", 60)
    tunnel.swallows_new = False
    began = time.time() * 1000

    assert until(lambda: heartbeats(seen.page) > began, "a heartbeat again", 60) < SILENT_S + 5
    seen.context.close()


@pytest.mark.parametrize("event", ["visibilitychange", "online", "pageshow"])
def test_whoever_comes_back_does_not_wait_until_the_silence_is_long(
    chromium: Browser, dashboard: Dashboard, tunnel: Tunnel, event: str
):
    seen = look(chromium, f"http://127.0.0.1:{tunnel.port}", "/system")
    tunnel.silence()
    time.sleep(7)
    target = "document" if event == "visibilitychange" else "window"

    began = time.time() * 1000
    seen.page.evaluate(f"{target}.dispatchEvent(new Event('{event}'))")

    assert until(lambda: heartbeats(seen.page) > began, "a heartbeat at once", 30) < 7
    seen.context.close()


def test_without_shared_workers_a_silent_stream_heals_too(
    chromium: Browser, dashboard: Dashboard, tunnel: Tunnel
):
    context = chromium.new_context(viewport={"width": 1600, "height": 1000})
    context.add_init_script(NO_WORKER)
    seen = look(chromium, f"http://127.0.0.1:{tunnel.port}", "/system", context=context)

    assert silent(seen, tunnel) < SILENT_S + 5
    seen.context.close()


SLOW = """
const own = Date.now, Own = Date, by = 3 * 86400000;
Date = class extends Own {
  constructor(...given) { given.length ? super(...given) : super(own() - by); }
  static now() { return own() - by; }
};
"""


def test_a_computer_whose_clock_is_slow_shows_the_servers_time_and_says_so(
    chromium: Browser, dashboard: Dashboard
):
    context = chromium.new_context(viewport={"width": 1600, "height": 1000})
    context.add_init_script(NO_WORKER + SLOW)
    hour_ago = time.strftime("%Y-%m-%dT%H:%MZ", time.gmtime(time.time() - 3600))
    seen = look(chromium, dashboard.url, f"/system?as_of={hour_ago}", context=context)

    seen.shows("#feed-notice", "This computer's clock is 3 d slow")
    assert "PROJECTED" not in seen.text("#live")
    assert "AS OF" in seen.text("#live")
    shown = seen.page.get_attribute("#zulu", "datetime") or ""
    assert abs(time.time() - _seconds(shown)) < 5
    seen.context.close()


def _seconds(text: str) -> float:
    return datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()
