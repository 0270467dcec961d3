"""People who sign in: their accounts, their requests without a browser, their browsers."""

import http.client
import re
import ssl
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode, urlsplit

from playwright.sync_api import Browser, BrowserContext

from infra.migrate import migrate
from infra.settings import Settings
from infra.viewers import kept, passwords
from tests.dashboard.running import Dashboard
from tests.support.instance import Instance

PASSWORD = "correct horse battery staple"
HASH = passwords.hashed(PASSWORD)


def by_login(instance: Instance, **settings: Any) -> Dashboard:
    """Give a dashboard where people sign in by a password, on a database that knows it."""
    own: Settings = replace(instance.settings, logins="local", **settings)
    migrate(own.database("muster_owner"), viewer=None)
    return Dashboard(own)


def account(instance: Instance, name: str, clearance: str, nation: str | None, *roles: str) -> str:
    """Make an account, and give its name."""
    with instance.connect() as owner:
        kept.put_viewer(owner, name, clearance, nation, roles)
        kept.set_password(owner, name, HASH)
        owner.execute("delete from muster.sign_in_attempt")
    return name


@dataclass
class Answer:
    """What came back: status, headers and body."""

    status: int
    headers: list[tuple[str, str]]
    body: str

    def header(self, name: str) -> str:
        """Give a header; nothing when there is none."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


@dataclass
class Client:
    """Somebody without a browser, who keeps cookies and follows nothing."""

    url: str
    context: ssl.SSLContext | None = None
    host: str = ""
    cookies: dict[str, str] = field(default_factory=dict)

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """Send one request, and give the answer."""
        parts = urlsplit(self.url)
        where = (parts.hostname or "", parts.port)
        connection = (
            http.client.HTTPSConnection(*where, timeout=20, context=self.context)
            if self.context
            else http.client.HTTPConnection(*where, timeout=20)
        )
        cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        own = {"Host": self.host or parts.netloc, **({"Cookie": cookie} if cookie else {})}
        try:
            connection.request(method, path, body, {**own, **(headers or {})})
            found = connection.getresponse()
            text = "" if path == "/stream" and found.status == 200 else found.read().decode()
            answer = Answer(found.status, found.getheaders(), text)
        finally:
            connection.close()
        self._keep(answer)
        return answer

    def get(self, path: str) -> Answer:
        """Ask for a page."""
        return self.ask("GET", path)

    def form(self, path: str, headers: dict[str, str] | None = None, **fields: str) -> Answer:
        """Send a form as a page of the dashboard does."""
        content = {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})}
        return self.ask("POST", path, urlencode(fields).encode(), content)

    def sign_in(self, name: str, password: str = PASSWORD, next: str = "/") -> Answer:
        """Send the form of signing in."""
        return self.form("/sign-in", name=name, password=password, next=next)

    def _keep(self, answer: Answer) -> None:
        for key, value in answer.headers:
            found = re.match(r"([^=]+)=([^;]*)", value)
            if key.lower() == "set-cookie" and found:
                self.cookies[found[1]] = found[2]


def signed_in(dashboard: Dashboard, name: str) -> Client:
    """Give somebody who is signed in."""
    client = Client(dashboard.url)
    answer = client.sign_in(name)
    assert answer.status == 303, answer.body
    return client


def browser_of(chromium: Browser, dashboard: Dashboard, client: Client) -> BrowserContext:
    """Give a browser in which somebody is signed in."""
    context = chromium.new_context(viewport={"width": 1600, "height": 1000})
    own = [{"name": n, "value": v, "url": dashboard.url} for n, v in client.cookies.items()]
    context.add_cookies(own)  # type: ignore[arg-type]
    return context
