"""Nothing is opened by settings that let somebody in who should not be: one line says why."""

from datetime import timedelta
from pathlib import Path

import pytest
import trustme

from infra.errors import SettingsError
from infra.reaching import tls_of
from infra.settings import Settings

LOCAL = {"MUSTER_LOGINS": "local"}
OUTSIDE = {"MUSTER_DASHBOARD_ADDRESS": "0.0.0.0"}
ORIGIN = {"MUSTER_DASHBOARD_ORIGIN": "https://muster.example.org"}
FILES = {"MUSTER_DASHBOARD_CERTIFICATE": "/c.pem", "MUSTER_DASHBOARD_KEY": "/k.pem"}
PROXY = {"MUSTER_DASHBOARD_PROXY": "10.0.0.5"}
OIDC = {
    "MUSTER_LOGINS": "oidc",
    "MUSTER_OIDC_ISSUER": "https://id.example.org",
    "MUSTER_OIDC_CLIENT": "muster",
    "MUSTER_OIDC_MAPPING": "/mapping.toml",
}
REFUSED = (
    ({"MUSTER_LOGINS": "yes"}, "MUSTER_LOGINS is 'yes'; it must be none, local or oidc"),
    ({"MUSTER_LOGINS": "NONE"}, "none, local or oidc"),
    (OUTSIDE, "MUSTER_LOGINS is 'none'"),
    ({"MUSTER_DASHBOARD_ADDRESS": "10.1.2.3"}, "MUSTER_LOGINS is 'none'"),
    ({"MUSTER_DASHBOARD_ADDRESS": "::"}, "MUSTER_LOGINS is 'none'"),
    ({"MUSTER_DASHBOARD_ADDRESS": "everywhere"}, "MUSTER_DASHBOARD_ADDRESS is 'everywhere'"),
    ({"MUSTER_DASHBOARD_ADDRESS": "127.0.0.1:80"}, "MUSTER_DASHBOARD_ADDRESS"),
    (OUTSIDE | FILES | ORIGIN, "MUSTER_LOGINS is 'none'"),
    (OUTSIDE | PROXY | ORIGIN, "MUSTER_LOGINS is 'none'"),
    (OUTSIDE | LOCAL, "there is no TLS"),
    (OUTSIDE | LOCAL | ORIGIN, "there is no TLS"),
    (OUTSIDE | LOCAL | FILES, "MUSTER_DASHBOARD_ORIGIN is not set"),
    (OUTSIDE | LOCAL | PROXY, "MUSTER_DASHBOARD_ORIGIN is not set"),
    (LOCAL | FILES, "MUSTER_DASHBOARD_ORIGIN is not set"),
    (LOCAL | PROXY, "MUSTER_DASHBOARD_ORIGIN is not set"),
    (LOCAL | ORIGIN, "nobody speaks TLS"),
    (FILES, "MUSTER_DASHBOARD_CERTIFICATE is set, and MUSTER_LOGINS is 'none'"),
    (PROXY, "MUSTER_DASHBOARD_PROXY is set, and MUSTER_LOGINS is 'none'"),
    (ORIGIN, "MUSTER_DASHBOARD_ORIGIN is set, and MUSTER_LOGINS is 'none'"),
    (LOCAL | {"MUSTER_DASHBOARD_KEY": "/k.pem"}, "go together"),
    (LOCAL | {"MUSTER_DASHBOARD_CERTIFICATE": "/c.pem"}, "go together"),
    (LOCAL | PROXY | ORIGIN | {"MUSTER_DASHBOARD_PROXY": "nginx"}, "MUSTER_DASHBOARD_PROXY"),
    (LOCAL | {"MUSTER_DASHBOARD_HOSTS": "muster.example.org"}, "MUSTER_DASHBOARD_HOSTS"),
    *(
        (LOCAL | FILES | {"MUSTER_DASHBOARD_ORIGIN": origin}, "MUSTER_DASHBOARD_ORIGIN")
        for origin in (
            "muster.example.org",
            "http://muster.example.org",
            "https://muster.example.org/pages",
            "https://muster.example.org?x=1",
            "https://ann@muster.example.org",
            "https://muster.example.org:port",
            "https://muster.example.org:99999",
            "https://",
            "https://*.example.org",
            "https://a.example.org,https://b.example.org",
            "https://[::1",
        )
    ),
    *(
        (LOCAL | {name: value}, name)
        for name in ("MUSTER_SESSION_IDLE_MINUTES", "MUSTER_SESSION_HOURS")
        for value in ("0", "-1", "1.5", "ten", "1000", "٣", "1e2")
    ),
    *((OIDC | {name: ""}, f"{name} is not set") for name in OIDC if name != "MUSTER_LOGINS"),
    *(
        (OIDC | {"MUSTER_OIDC_ISSUER": issuer}, "MUSTER_OIDC_ISSUER")
        for issuer in (
            "id.example.org",
            "http://id.example.org",
            "https://id.example.org?x=1",
            "https://id.example.org#x",
            "ftp://id.example.org",
            "https://[",
        )
    ),
)


@pytest.mark.parametrize(("given", "said"), REFUSED, ids=str)
def test_what_would_let_somebody_in_unasked_is_refused_in_one_line(given, said):
    with pytest.raises(SettingsError) as refused:
        Settings.from_environment({"MUSTER_HOME": "/h", "MUSTER_PARTS": "/p", **given})

    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "given",
    [
        {},
        LOCAL,
        OIDC,
        LOCAL | FILES | ORIGIN,
        LOCAL | PROXY | ORIGIN,
        LOCAL | OUTSIDE | FILES | ORIGIN,
        LOCAL | OUTSIDE | PROXY | ORIGIN,
        OIDC | OUTSIDE | FILES | PROXY | ORIGIN,
        OIDC | {"MUSTER_OIDC_ISSUER": "http://127.0.0.1:9000"},
        {"MUSTER_DASHBOARD_ADDRESS": "localhost"},
        {"MUSTER_DASHBOARD_ADDRESS": "::1"},
    ],
    ids=str,
)
def test_what_is_safe_is_taken(given):
    settings = Settings.from_environment({"MUSTER_HOME": "/h", "MUSTER_PARTS": "/p", **given})

    assert settings.logins == given.get("MUSTER_LOGINS", "none")


def test_an_origin_is_kept_as_browsers_write_it():
    given = LOCAL | FILES | {"MUSTER_DASHBOARD_ORIGIN": "https://Muster.Example.org:443/"}
    own = Settings.from_environment({"MUSTER_HOME": "/h", "MUSTER_PARTS": "/p", **given})

    assert own.dashboard.origin == "https://muster.example.org"
    assert own.session.idle == timedelta(minutes=30)


def test_without_logins_only_this_machine_is_served():
    own = Settings.from_environment({"MUSTER_HOME": "/h", "MUSTER_PARTS": "/p"})

    assert own.dashboard.is_own_machines
    assert not own.dashboard.has_tls


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tls")
    for name in ("one", "other"):
        own = trustme.CA().issue_cert("muster.example.org")
        own.private_key_pem.write_to_path(folder / f"{name}.key")
        own.cert_chain_pems[0].write_to_path(folder / f"{name}.pem")
    (folder / "empty").write_text("")
    (folder / "words").write_text("this is no certificate")
    return folder


@pytest.mark.parametrize(
    ("certificate", "key"),
    [
        ("none.pem", "one.key"),
        ("one.pem", "none.key"),
        ("one.pem", "other.key"),
        ("one.key", "one.pem"),
        ("empty", "one.key"),
        ("one.pem", "empty"),
        ("words", "words"),
        (".", "one.key"),
    ],
)
def test_files_that_are_no_certificate_with_its_key_are_refused(files, certificate, key):
    given = {
        "MUSTER_DASHBOARD_CERTIFICATE": str(files / certificate),
        "MUSTER_DASHBOARD_KEY": str(files / key),
    }
    own = Settings.from_environment(
        {"MUSTER_HOME": "/h", "MUSTER_PARTS": "/p", **LOCAL, **ORIGIN, **given}
    )
    with pytest.raises(SettingsError, match="MUSTER_DASHBOARD_") as refused:
        tls_of(own.dashboard)

    assert "\n" not in str(refused.value)


def test_a_certificate_with_its_key_is_taken(files):
    given = {
        "MUSTER_DASHBOARD_CERTIFICATE": str(files / "one.pem"),
        "MUSTER_DASHBOARD_KEY": str(files / "one.key"),
    }
    own = Settings.from_environment(
        {"MUSTER_HOME": "/h", "MUSTER_PARTS": "/p", **LOCAL, **ORIGIN, **given}
    )

    assert tls_of(own.dashboard) is not None
