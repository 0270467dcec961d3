"""The services tests run on: real ones, their own unless told to use those that run."""

import os
import tempfile
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from infra.local import host
from infra.local.stack import Stack
from infra.mail import MailServer
from infra.reaching import Provider
from infra.settings import Settings

SHARED = "shared"  # MUSTER_TEST_STACK: use the services that `muster up` has started
KEPT = ("MUSTER_PARTS", "XDG_CACHE_HOME")  # downloaded programs are shared by all instances


@pytest.fixture(scope="session")
def stack() -> Generator[Settings]:
    """Give the settings of running services; what was started for the tests is gone after them."""
    with running() as settings:
        yield settings


@contextmanager
def running() -> Generator[Settings]:
    """Give the settings of services that run: those one was told to use, else one's own."""
    if os.environ.get("MUSTER_TEST_STACK") == SHARED:
        yield Settings.from_environment(os.environ)
        return
    with own_stack() as own:
        yield own.settings


@contextmanager
def own_stack() -> Generator[Stack]:
    """Give services of one's own, to be killed and started at will; nothing of them remains."""
    with tempfile.TemporaryDirectory(prefix="muster-test-", ignore_cleanup_errors=True) as folder:
        own = Stack(settings_for(Path(folder) / "home"))
        try:
            own.up()
            yield own
        finally:
            own.erase()


def settings_for(home: Path) -> Settings:
    """Give the settings of services in a folder of their own, on ports nobody uses."""
    own = {
        "MUSTER_HOME": str(home),
        "MUSTER_KAFKA": f"127.0.0.1:{host.free_port()}",
        "MUSTER_DATABASE": f"host=127.0.0.1 port={host.free_port()} dbname=muster",
    }
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return Settings.from_environment({**kept, **own})


def environment(settings: Settings) -> Mapping[str, str]:
    """Give the environment in which a command of `muster` has these settings."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("MUSTER_")}
    return {
        **others,
        "MUSTER_STACK": settings.stack,
        "MUSTER_HOME": str(settings.home),
        "MUSTER_PARTS": str(settings.parts),
        "MUSTER_KAFKA": settings.kafka,
        "MUSTER_DATABASE": settings.conninfo,
        "MUSTER_TOPIC_PREFIX": settings.topic_prefix,
        "MUSTER_VIEWER": settings.viewer,
        "MUSTER_DASHBOARD_HOSTS": ",".join(settings.dashboard_hosts),
        "MUSTER_DASHBOARD_PORT": str(settings.dashboard_port),
        "MUSTER_GATEWAY_PORT": str(settings.gateway_port),
        "MUSTER_LOGINS": settings.logins,
        "MUSTER_DASHBOARD_ADDRESS": settings.dashboard.address,
        "MUSTER_DASHBOARD_ORIGIN": settings.dashboard.origin,
        "MUSTER_DASHBOARD_CERTIFICATE": str(settings.dashboard.certificate or ""),
        "MUSTER_DASHBOARD_KEY": str(settings.dashboard.key or ""),
        "MUSTER_DASHBOARD_PROXY": settings.dashboard.proxy,
        "MUSTER_SESSION_IDLE_MINUTES": str(int(settings.session.idle.total_seconds() // 60)),
        "MUSTER_SESSION_HOURS": str(int(settings.session.lasts.total_seconds() // 3600)),
        **({} if settings.mail is None else _of_mail(settings.mail)),
        **({} if settings.oidc is None else _of_provider(settings.oidc)),
    }


def _of_provider(provider: Provider) -> Mapping[str, str]:
    return {
        "MUSTER_OIDC_ISSUER": provider.issuer,
        "MUSTER_OIDC_CLIENT": provider.client,
        "MUSTER_OIDC_SECRET_FILE": str(provider.secret_file or ""),
        "MUSTER_OIDC_MAPPING": str(provider.mapping),
    }


def _of_mail(mail: MailServer) -> Mapping[str, str]:
    scheme = "smtps" if mail.is_tls else "smtp"
    return {
        "MUSTER_ALERTS_SMTP": f"{scheme}://{mail.host}:{mail.port}",
        "MUSTER_ALERTS_FROM": mail.sender,
    }
