"""Who reaches the dashboard from where: logins, address, TLS, proxy, identity provider (settings).

Whatever can be wrong is said when a command starts, in one line, and nothing is opened.
"""

import ipaddress
import re
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal
from urllib.parse import SplitResult, urlsplit

from infra.errors import SettingsError

Logins = Literal["none", "local", "oidc"]
Value = Callable[[str], str]
LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost"})
HOST = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?")


@dataclass(frozen=True, slots=True)
class Reachable:
    """Where the dashboard listens, and as what browsers know it."""

    address: str = "127.0.0.1"
    origin: str = ""
    certificate: Path | None = None
    key: Path | None = None
    proxy: str = ""

    @property
    def is_own_machines(self) -> bool:
        """Tell whether only this machine reaches it."""
        return ipaddress.ip_address(self.address).is_loopback

    @property
    def has_tls(self) -> bool:
        """Tell whether browsers speak TLS, to it or to the proxy in front of it."""
        return self.certificate is not None or self.origin.startswith("https:")


@dataclass(frozen=True, slots=True)
class SessionEnds:
    """When a session ends by itself."""

    idle: timedelta = timedelta(minutes=30)
    lasts: timedelta = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Provider:
    """An identity provider, and what it knows Muster as."""

    issuer: str
    client: str
    secret_file: Path | None
    mapping: Path


def logins(text: str) -> Logins:
    """Return how people sign in, or say that it cannot be so."""
    if text in ("none", "local", "oidc"):
        return text  # type: ignore[return-value]  # one of the three
    raise SettingsError(f"MUSTER_LOGINS is {text!r}; it must be none, local or oidc")


def dashboard(value: Value) -> Reachable:
    """Return where the dashboard is reached, or say which setting is wrong."""
    reachable = Reachable(
        address=_address("MUSTER_DASHBOARD_ADDRESS", value("MUSTER_DASHBOARD_ADDRESS")),
        origin=_origin(value("MUSTER_DASHBOARD_ORIGIN")),
        certificate=_file(value("MUSTER_DASHBOARD_CERTIFICATE")),
        key=_file(value("MUSTER_DASHBOARD_KEY")),
        proxy=value("MUSTER_DASHBOARD_PROXY")
        and _address("MUSTER_DASHBOARD_PROXY", value("MUSTER_DASHBOARD_PROXY")),
    )
    if (reachable.certificate is None) != (reachable.key is None):
        raise SettingsError(
            "MUSTER_DASHBOARD_CERTIFICATE and MUSTER_DASHBOARD_KEY go together; one is missing"
        )
    return reachable


def session(value: Value) -> SessionEnds:
    """Return when sessions end, or say which setting is wrong."""
    idle = _number("MUSTER_SESSION_IDLE_MINUTES", value("MUSTER_SESSION_IDLE_MINUTES"), 720)
    hours = _number("MUSTER_SESSION_HOURS", value("MUSTER_SESSION_HOURS"), 24)
    return SessionEnds(timedelta(minutes=idle), timedelta(hours=hours))


def provider(value: Value) -> Provider | None:
    """Return the identity provider where people sign in at one, or say which setting is wrong."""
    names = ("MUSTER_OIDC_ISSUER", "MUSTER_OIDC_CLIENT", "MUSTER_OIDC_MAPPING")
    if value("MUSTER_LOGINS") != "oidc":
        return None
    for name in names:
        if not value(name):
            raise SettingsError(f"MUSTER_LOGINS is 'oidc', and {name} is not set")
    issuer = value("MUSTER_OIDC_ISSUER")
    parts = _split(issuer)
    if not parts.hostname or parts.query or parts.fragment or not _is_kept_secret(parts):
        raise SettingsError(
            f"MUSTER_OIDC_ISSUER is {issuer!r}; it must be an https address, or http on this "
            "machine"
        )
    mapping = _file(value("MUSTER_OIDC_MAPPING"))
    assert mapping is not None
    secret = _file(value("MUSTER_OIDC_SECRET_FILE"))
    return Provider(issuer, value("MUSTER_OIDC_CLIENT"), secret, mapping)


def tls_of(where: Reachable) -> ssl.SSLContext | None:
    """Return what the dashboard speaks TLS with, or say which file is wrong; None without TLS."""
    if where.certificate is None or where.key is None:
        return None
    for name, file in (
        ("MUSTER_DASHBOARD_CERTIFICATE", where.certificate),
        ("MUSTER_DASHBOARD_KEY", where.key),
    ):
        require_readable(name, file)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        # A key under a password would be asked for on a terminal that nobody sits at.
        context.load_cert_chain(where.certificate, where.key, password=_no_password)
    except (ssl.SSLError, ValueError) as error:
        raise SettingsError(
            f"MUSTER_DASHBOARD_CERTIFICATE ({where.certificate}) and MUSTER_DASHBOARD_KEY "
            f"({where.key}) are no certificate in PEM with its key: {error}"
        ) from error
    return context


def require_readable(name: str, file: Path) -> None:
    """Refuse a file that cannot be read, under the name of its setting."""
    try:
        with file.open("rb") as opened:
            opened.read(1)
    except OSError as error:
        raise SettingsError(f"{name} is {str(file)!r}: {error.strerror or error}") from error


def secret_of(provider: Provider) -> str:
    """Return the secret by which a provider knows Muster; nothing where it has none."""
    if provider.secret_file is None:
        return ""
    require_readable("MUSTER_OIDC_SECRET_FILE", provider.secret_file)
    secret = provider.secret_file.read_text("utf-8", "replace").strip()
    if not secret or not secret.isprintable():
        raise SettingsError(f"MUSTER_OIDC_SECRET_FILE ({provider.secret_file}) holds no secret")
    return secret


def _no_password() -> str:
    raise ValueError("the key is under a password")


def require_safe(how: Logins, where: Reachable, hosts: tuple[str, ...]) -> None:
    """Refuse to be reached by others without logins and TLS, with the reason."""
    if not where.is_own_machines:
        _require_safe_for_others(how, where)
    if how == "none":
        for name, is_set in (
            ("MUSTER_DASHBOARD_ORIGIN", where.origin),
            ("MUSTER_DASHBOARD_CERTIFICATE", where.certificate),
            ("MUSTER_DASHBOARD_PROXY", where.proxy),
        ):
            if is_set:
                raise SettingsError(
                    f"{name} is set, and MUSTER_LOGINS is 'none': without logins the dashboard "
                    "serves this machine alone; set MUSTER_LOGINS to local or oidc"
                )
        return
    if hosts:
        raise SettingsError(
            f"MUSTER_DASHBOARD_HOSTS is set, and MUSTER_LOGINS is {how!r}: where people sign in, "
            "MUSTER_DASHBOARD_ORIGIN says under which name the dashboard is reached"
        )
    _require_one_name(where)


def _require_safe_for_others(how: Logins, where: Reachable) -> None:
    listens = f"MUSTER_DASHBOARD_ADDRESS is {where.address!r}"
    if how == "none":
        raise SettingsError(
            f"{listens}, and MUSTER_LOGINS is 'none': whoever reaches it would see what "
            "MUSTER_VIEWER may; set MUSTER_LOGINS to local or oidc, or leave it at 127.0.0.1"
        )
    if where.certificate is None and not where.proxy:
        raise SettingsError(
            f"{listens}, and there is no TLS: set MUSTER_DASHBOARD_CERTIFICATE and "
            "MUSTER_DASHBOARD_KEY, or MUSTER_DASHBOARD_PROXY, or leave it at 127.0.0.1"
        )


def _require_one_name(where: Reachable) -> None:
    needs_origin = not where.is_own_machines or where.certificate or where.proxy
    if needs_origin and not where.origin:
        raise SettingsError(
            "MUSTER_DASHBOARD_ORIGIN is not set; it says where browsers find the dashboard, "
            "like https://muster.example.org"
        )
    if where.origin and not where.origin.startswith("https:"):
        raise SettingsError(f"MUSTER_DASHBOARD_ORIGIN is {where.origin!r}; it must begin https://")
    if where.origin and where.certificate is None and not where.proxy:
        raise SettingsError(
            "MUSTER_DASHBOARD_ORIGIN is set, and nobody speaks TLS: set "
            "MUSTER_DASHBOARD_CERTIFICATE and MUSTER_DASHBOARD_KEY, or MUSTER_DASHBOARD_PROXY"
        )


def _address(name: str, text: str) -> str:
    try:
        return str(ipaddress.ip_address("127.0.0.1" if text == "localhost" else text))
    except ValueError as error:
        raise SettingsError(
            f"{name} is {text!r}; it must be an address like 127.0.0.1 or 10.0.0.5"
        ) from error


def _origin(text: str) -> str:
    if not text:
        return ""
    parts = _split(text.lower())
    is_bare = not (parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc)
    if (
        parts.scheme not in ("http", "https")
        or not HOST.fullmatch(parts.hostname or "")
        or not is_bare
    ):
        raise SettingsError(
            f"MUSTER_DASHBOARD_ORIGIN is {text!r}; it must be like https://muster.example.org, "
            "without a path"
        )
    try:
        port = parts.port
    except ValueError as error:
        raise SettingsError(f"MUSTER_DASHBOARD_ORIGIN is {text!r}; its port is none") from error
    # As browsers write it: without the port that goes without saying.
    usual = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{parts.hostname}" + (f":{port}" if port not in (None, usual) else "")


def _split(text: str) -> SplitResult:
    try:
        return urlsplit(text)
    except ValueError:
        return urlsplit("")


def _is_kept_secret(parts: SplitResult) -> bool:
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK_HOSTS)


def _file(text: str) -> Path | None:
    return Path(text).expanduser().absolute() if text else None


def _number(name: str, text: str, most: int) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text) <= most:
        return int(text)
    raise SettingsError(f"{name} is {text!r}; it must be a number from 1 to {most}")
