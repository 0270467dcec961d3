"""A dashboard as its own process, a page that is watched, and a producer that is not Python."""

import json
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Error, Page, Response

from infra.local.host import free_port
from infra.settings import Settings
from tests.support.instance import MUSTER
from tests.support.stack import environment

CHROMIUM = "/usr/bin/chromium"
CHROMIUM_ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PAINTED = "!!document.querySelector('.page:not(.is-waiting)')"
SCHEME = "document.documentElement.dataset.mantineColorScheme"
PATIENCE_S = 120.0
REDRAWN_S = 20.0
FAINT_LABELS = Path(__file__).with_name("contrast.js").read_text()
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
}


class Dashboard:
    """`muster dashboard` on a port of its own; it can be killed and started again."""

    def __init__(self, settings: Settings) -> None:
        self._settings = replace(settings, dashboard_port=free_port())
        self.url = f"http://127.0.0.1:{self._settings.dashboard_port}"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> "Dashboard":
        """Start it and return once it answers."""
        self._process = subprocess.Popen(
            [MUSTER, "dashboard"],
            env=dict(environment(self._settings)),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until(self._answers, "the dashboard to answer")
        return self

    def stop(self) -> float:
        """Stop it as a service manager does, and give how long that took."""
        assert self._process is not None
        began = time.monotonic()
        self._process.terminate()
        self._process.wait(20)
        return time.monotonic() - began

    def kill(self) -> None:
        """End it as a power cut does."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(10)

    def is_running(self) -> bool:
        """Say whether the process is there."""
        return self._process is not None and self._process.poll() is None

    def get(self, path: str, headers: dict[str, str] | None = None) -> tuple[int, str]:
        """Give the status and the body of an answer."""
        return self.ask(urllib.request.Request(self.url + path, headers=headers or {}))  # noqa: S310

    def headers(self, path: str, headers: dict[str, str]) -> Mapping[str, str]:
        """Give the headers of an answer, whether its body ends or not."""
        request = urllib.request.Request(self.url + path, headers=headers)  # noqa: S310
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
            return answer.headers

    def post(self, path: str, body: object, headers: dict[str, str] | None = None) -> int:
        """Give the status that a message gets."""
        text = body if isinstance(body, bytes) else json.dumps(body).encode()
        content = {"Content-Type": "application/json", **(headers or {})}
        return self.ask(urllib.request.Request(self.url + path, text, content))[0]  # noqa: S310

    def ask(self, request: urllib.request.Request) -> tuple[int, str]:
        """Give the status and the body of an answer, also of a refusal."""
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code, refused.read().decode()

    def _answers(self) -> bool:
        try:
            return self.get("/health/alive")[0] == 200
        except OSError:
            return False


@dataclass
class Watched:
    """A page with everything that went wrong on it."""

    page: Page
    context: BrowserContext
    errors: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def shows(self, selector: str, words: str) -> None:
        """Return once an element has these words in it."""
        until(lambda: words in self.text(selector), f"{selector} to show {words!r}")

    def text(self, selector: str) -> str:
        """Give the text of the first such element; nothing when there is none."""
        found = self.page.query_selector(selector)
        return found.inner_text() if found else ""

    def open_tables(self) -> None:
        """Open the table behind every chart, and return once their rows are there."""
        for button in self.page.query_selector_all(".page [data-twin][aria-pressed='false']"):
            button.click()
        until(lambda: not self.page.query_selector(".awaits-rows"), "the rows of the tables")

    def has_no_barriers(self, scheme: Literal["light", "dark"]) -> None:
        """Fail when the rules for accessible pages find anything, in this scheme.

        Labels in drawings are checked by our own rule, once they have the colours of the scheme.
        """
        self.page.emulate_media(color_scheme=scheme)
        until(lambda: self.page.evaluate(SCHEME) == scheme, f"the page to turn {scheme}")
        found = Axe().run(self.page, options=RULES).response["violations"]
        barriers = [(one["id"], one["nodes"][0]["html"][:200]) for one in found]
        assert barriers == [], barriers
        with suppress(AssertionError):
            until(lambda: not self.faint_labels(), "the labels to read well", REDRAWN_S)
        assert self.faint_labels() == []

    def faint_labels(self) -> list[str]:
        """Give the labels in drawings that read badly on what is behind them."""
        return self.page.evaluate(FAINT_LABELS)

    def is_clean(self) -> None:
        """Fail when the console has an error or a request went to another place."""
        assert self.errors == []
        assert self.elsewhere == []


def look(
    browser: Browser,
    url: str,
    path: str,
    *,
    scheme: str = "light",
    size: tuple[int, int] = (1600, 1000),
    context: BrowserContext | None = None,
) -> Watched:
    """Open a page and return once its data is on it."""
    context = context or browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    page = context.new_page()
    watched = Watched(page, context)
    page.on("console", lambda m: watched.errors.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: watched.errors.append(str(error.stack)))
    page.on("request", lambda request: _note(watched, url, request.url))
    page.on("response", lambda answer: _note_refusal(watched, answer))
    page.goto(url + path)
    try:
        until(lambda: page.evaluate(PAINTED), f"{path} to be painted")
    except AssertionError as error:
        error.add_note(f"{watched.errors} {watched.refused} {watched.text('body')[:500]}")
        raise
    until(lambda: "current" in watched.text("#feed"), "the feed to be current")
    return watched


def _note(watched: Watched, url: str, requested: str) -> None:
    if not requested.startswith((url, "data:", "blob:")):
        watched.elsewhere.append(requested)


def _note_refusal(watched: Watched, answer: Response) -> None:
    if not answer.ok:
        watched.refused.append(f"{answer.status} {answer.url}")


def place(page: Page) -> str:
    """Give where a page is; nothing while it is on its way."""
    try:
        return page.evaluate("location.href")
    except Error:
        return ""


def until(holds: Callable[[], Any], what: str, within_s: float = PATIENCE_S) -> float:
    """Return how long it took until something held; fail when it does not in time.

    Playwright's own waiting runs inside the page, where the policy against scripts blocks it.
    """
    began = time.monotonic()
    while not holds():
        if time.monotonic() - began > within_s:
            raise AssertionError(f"waited {within_s:g} s for {what}")
        time.sleep(0.01)
    return time.monotonic() - began


class JavaProducer:
    """A small program in Java: another language, another client, no code of ours."""

    def __init__(self, settings: Settings, topic: str) -> None:
        libraries = next(settings.parts.glob("**/kafka-clients-*.jar")).parent
        program = Path(__file__).with_name("LineProducer.java")
        self._process = subprocess.Popen(
            ["java", "-Xmx128m", "-cp", f"{libraries}/*", program, settings.kafka, topic],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def publish(self, event: bytes) -> None:
        """Send one event."""
        assert self._process.stdin is not None
        self._process.stdin.write(event + b"\n")
        self._process.stdin.flush()

    def end(self) -> None:
        """End the program."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.terminate()
        self._process.wait(20)
