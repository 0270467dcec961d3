"""The dashboard by TLS and behind a proxy: under one name, and for whom it trusts alone."""

import json
import ssl
import subprocess
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import pytest
import trustme
from playwright.sync_api import Browser

from infra.local.host import free_port
from infra.reaching import Reachable
from tests.dashboard.running import CHROMIUM, CHROMIUM_ARGUMENTS, Dashboard, look, until
from tests.dashboard.signing import PASSWORD, Client, account, by_login
from tests.support.instance import MUSTER, Instance
from tests.support.stack import environment

NAME = "muster.example.org"


class ByTls(Dashboard):
    """A dashboard that speaks TLS under a public name."""

    def __init__(self, plain: Dashboard, authority: trustme.CA) -> None:
        self.__dict__ = plain.__dict__
        self.context = ssl.create_default_context()
        authority.configure_trust(self.context)
        self.url = f"https://localhost:{self.url.rpartition(':')[2]}"

    def client(self) -> Client:
        return Client(self.url, self.context, host=f"{NAME}:{self.url.rpartition(':')[2]}")

    def _answers(self) -> bool:
        try:
            return Client(self.url, self.context).get("/health/alive").status == 200
        except OSError:
            return False


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def files(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("tls")
    own = authority.issue_cert(NAME, "localhost", "127.0.0.1")
    own.private_key_pem.write_to_path(folder / "key.pem")
    for pem in own.cert_chain_pems:
        pem.write_to_path(folder / "certificate.pem", append=True)
    return folder / "certificate.pem", folder / "key.pem"


@pytest.fixture(scope="module")
def by_tls(muster: Instance, authority: trustme.CA, files: tuple[Path, Path]) -> Generator[ByTls]:
    account(muster, "ann", "RESTRICTED", "EST", "recorder")
    plain = by_login(muster)
    port = int(plain.url.rpartition(":")[2])
    where = Reachable("0.0.0.0", f"https://{NAME}:{port}", files[0], files[1])
    plain._settings = replace(plain._settings, dashboard=where)
    own = ByTls(plain, authority)
    own.start()
    yield own
    own.stop()


def test_by_tls_the_cookie_is_bound_to_the_server_and_never_sent_without(by_tls):
    client = by_tls.client()
    answer = client.sign_in("ann")
    cookie = answer.header("set-cookie")

    assert cookie.startswith("__Host-muster=")
    for part in ("; Secure", "; HttpOnly", "; Path=/"):
        assert part in cookie
    assert "max-age" in answer.header("strict-transport-security")
    assert client.get("/you").status == 200


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "evil.example", NAME, ""])
def test_another_name_than_the_stated_one_is_not_answered(by_tls, host):
    client = by_tls.client()
    client.host = host or "x"

    assert client.get("/").status == 421


@pytest.mark.parametrize("origin", [f"http://{NAME}", "https://localhost", f"https://{NAME}"])
def test_a_post_comes_from_the_stated_origin_alone(by_tls, origin):
    port = by_tls.url.rpartition(":")[2]
    form = {"name": "ann", "password": PASSWORD, "next": "/"}
    refused = by_tls.client().form("/sign-in", {"Origin": origin}, **form)
    taken = by_tls.client().form("/sign-in", {"Origin": f"https://{NAME}:{port}"}, **form)

    assert (refused.status, taken.status) == (403, 303)


def test_without_tls_nobody_is_answered(by_tls):
    plain = Client(f"http://127.0.0.1:{by_tls.url.rpartition(':')[2]}")
    with pytest.raises(OSError, match=r"closed|reset|aborted|disconnect"):
        plain.get("/sign-in")


def test_a_browser_signs_in_and_stays_live_under_the_public_name(by_tls, chromium):
    port = by_tls.url.rpartition(":")[2]
    rules = f"--host-resolver-rules=MAP {NAME} 127.0.0.1"
    # Another browser: it finds names elsewhere.
    browser = chromium.browser_type.launch(
        executable_path=CHROMIUM,
        args=[*CHROMIUM_ARGUMENTS, rules, "--ignore-certificate-errors"],
    )
    _signs_in(browser, f"https://{NAME}:{port}")
    browser.close()


def _signs_in(browser: Browser, url: str) -> None:
    context = browser.new_context(ignore_https_errors=True)
    page = context.new_page()
    page.goto(url + "/")
    page.fill("#name", "ann")
    page.fill("#password", PASSWORD)
    page.click("button[type=submit]")
    until(lambda: page.query_selector("a.viewer"), "who one is")
    seen = look(browser, url, "/", context=context)
    assert "ann" in seen.text("a.viewer")
    seen.is_clean()


@pytest.fixture(scope="module")
def behind(muster: Instance) -> Generator[Dashboard]:
    """Give a dashboard that trusts a proxy at 127.0.0.2 and nobody else."""
    account(muster, "ann", "RESTRICTED", "EST")
    own = by_login(muster)
    where = Reachable(origin=f"https://{NAME}", proxy="127.0.0.2")
    own._settings = replace(own._settings, dashboard=where)
    own.start()
    yield own
    own.stop()


def through(dashboard: Dashboard, source: str, path: str, *more: str) -> tuple[str, str]:
    """Ask as somebody at another address of this machine; give the status and the body."""
    done = subprocess.run(
        [
            "curl", "-s", "-w", "\n%{http_code}", "--interface", source,
            "-H", f"Host: {NAME}", *more, dashboard.url + path,
        ],
        capture_output=True, text=True, check=True, timeout=30,
    )  # fmt: skip
    body, _, status = done.stdout.rpartition("\n")
    return status, body


def test_behind_a_proxy_nobody_else_is_answered(behind):
    assert through(behind, "127.0.0.2", "/sign-in")[0] == "200"
    assert through(behind, "127.0.0.1", "/sign-in") == (
        "403",
        json.dumps({"error": "Not from here. The dashboard answers its proxy alone."}),
    )
    assert behind.get("/health/alive")[0] == 200


def test_behind_a_proxy_the_address_is_the_one_that_the_proxy_adds(behind, muster):
    def wrong(forwarded: str) -> str:
        form = ["-d", "name=ann", "-d", "password=wrong-battery-staple", "-d", "next=/"]
        header = ["-H", f"X-Forwarded-For: {forwarded}", "-H", f"Origin: https://{NAME}"]
        return through(behind, "127.0.0.2", "/sign-in", *header, *form)[0]

    assert wrong("1.2.3.4, 192.0.2.7") == "403"
    kinds = "select encode(of_sha256, 'hex') from muster.sign_in_attempt where kind = 'address'"
    expected = muster.one("select encode(sha256('192.0.2.7'), 'hex')")
    assert muster.ask(kinds) == [(expected,)]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"MUSTER_DASHBOARD_ADDRESS": "0.0.0.0", "MUSTER_LOGINS": "none"},
            "MUSTER_LOGINS is 'none'",
        ),
        ({"MUSTER_DASHBOARD_ADDRESS": "0.0.0.0"}, "there is no TLS"),
        (
            {
                "MUSTER_DASHBOARD_CERTIFICATE": "/nowhere",
                "MUSTER_DASHBOARD_KEY": "/nowhere",
                "MUSTER_DASHBOARD_ORIGIN": "https://x.example",
            },
            "No such file",
        ),
    ],
    ids=str,
)
def test_the_command_refuses_what_is_not_safe_and_opens_nothing(muster, changes, said):
    port = free_port()
    own = {**environment(muster.settings), "MUSTER_LOGINS": "local", **changes}
    done = subprocess.run(
        [MUSTER, "dashboard", "--port", str(port)],
        env=own,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
