"""What can be set from outside, in one list; nothing else reads the environment."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from infra import reaching
from infra.errors import SettingsError
from infra.mail import MailServer, mail_server
from infra.reaching import Logins, Provider, Reachable, SessionEnds

Stack = Literal["native", "env"]
Role = Literal["muster_owner", "muster_worker", "muster_reader", "muster_door"]

PASSWORDS = "data/pgpass"  # of the services Muster runs, below MUSTER_HOME; made with their data
LOOPBACK_HOSTS = reaching.LOOPBACK_HOSTS


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable: its name, the value it has when unset, and what it is for."""

    name: str
    default: str
    help: str


SETTINGS = (
    Setting(
        "MUSTER_STACK",
        "native",
        "Where Kafka and TimescaleDB come from: `native` = Muster runs them on this machine, "
        "`env` = they run elsewhere, at the addresses below.",
    ),
    Setting(
        "MUSTER_HOME",
        "$XDG_DATA_HOME/muster or ~/.local/share/muster",
        "Data, logs and process files of the local services; one folder per instance.",
    ),
    Setting(
        "MUSTER_PARTS",
        "$XDG_CACHE_HOME/muster or ~/.cache/muster",
        "Downloaded programs (Kafka, TimescaleDB), shared by all instances.",
    ),
    Setting("MUSTER_KAFKA", "127.0.0.1:19092", "Address of the Kafka broker, host:port."),
    Setting(
        "MUSTER_DATABASE",
        "host=127.0.0.1 port=15432 dbname=muster",
        "TimescaleDB as a libpq connection string. Without `user=` each part of Muster logs in "
        "with its own role; a password comes from PGPASSWORD, `passfile=` or ~/.pgpass, and of "
        "the services that Muster runs from the file made with their data.",
    ),
    Setting("MUSTER_DASHBOARD_PORT", "8050", "Port of the dashboard."),
    Setting(
        "MUSTER_VIEWER",
        "operator",
        "Whose clearance the dashboard shows to everybody where nobody signs in.",
    ),
    Setting(
        "MUSTER_DASHBOARD_HOSTS",
        "",
        "Names under which a proxy in front of the dashboard is reached where nobody signs in, "
        "separated by commas; without it only 127.0.0.1 and localhost are answered.",
    ),
    Setting(
        "MUSTER_LOGINS",
        "none",
        "How people sign in to the dashboard: `none` = they do not, and everybody who reaches "
        "it sees what MUSTER_VIEWER may; `local` = by a password; `oidc` = at an identity "
        "provider.",
    ),
    Setting(
        "MUSTER_DASHBOARD_ADDRESS",
        "127.0.0.1",
        "Address on which the dashboard listens. Another one than this machine's own needs "
        "logins and TLS.",
    ),
    Setting(
        "MUSTER_DASHBOARD_ORIGIN",
        "",
        "Where browsers find the dashboard where people sign in from other machines or through "
        "a proxy, like https://muster.example.org; it then answers under this name alone.",
    ),
    Setting(
        "MUSTER_DASHBOARD_CERTIFICATE",
        "",
        "File with the certificate (PEM, with those between it and its authority) with which "
        "the dashboard speaks TLS itself.",
    ),
    Setting("MUSTER_DASHBOARD_KEY", "", "File with the private key of that certificate (PEM)."),
    Setting(
        "MUSTER_DASHBOARD_PROXY",
        "",
        "Address of the proxy that speaks TLS in front of the dashboard; nobody else is then "
        "answered, and it is believed for whom it speaks (X-Forwarded-For).",
    ),
    Setting(
        "MUSTER_SESSION_IDLE_MINUTES",
        "30",
        "After how long without doing anything somebody is signed out.",
    ),
    Setting(
        "MUSTER_SESSION_HOURS", "12", "After how long everybody is signed out, whatever they do."
    ),
    Setting(
        "MUSTER_OIDC_ISSUER", "", "The identity provider, as it names itself: an https address."
    ),
    Setting("MUSTER_OIDC_CLIENT", "", "The client id that the provider gave to Muster."),
    Setting("MUSTER_OIDC_SECRET_FILE", "", "File that holds the secret of that client."),
    Setting(
        "MUSTER_OIDC_MAPPING",
        "",
        "File (TOML) that says which claims mean which nation, clearance and roles.",
    ),
    Setting(
        "MUSTER_GATEWAY_PORT",
        "8060",
        "Port of the gateway, where producers send events over HTTP; always on 127.0.0.1.",
    ),
    Setting(
        "MUSTER_ALERTS_SMTP",
        "",
        "Mail server that alerts go through, smtp://HOST:PORT or smtps://HOST:PORT; without it "
        "none goes out as e-mail.",
    ),
    Setting("MUSTER_ALERTS_FROM", "muster@localhost", "Address that e-mail with alerts is from."),
    Setting(
        "MUSTER_TOPIC_PREFIX",
        "",
        "Put before every topic name, so that two instances can share one broker.",
    ),
)
DEFAULTS = {setting.name: setting.default for setting in SETTINGS}


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one process, read once when it starts."""

    stack: Stack
    home: Path
    parts: Path
    kafka: str
    conninfo: str
    dashboard_port: int
    viewer: str
    topic_prefix: str
    dashboard_hosts: tuple[str, ...] = ()
    gateway_port: int = 8060
    logins: Logins = "none"
    dashboard: Reachable = field(default_factory=Reachable)
    session: SessionEnds = field(default_factory=SessionEnds)
    oidc: Provider | None = None
    mail: MailServer | None = None

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Settings":
        """Give the settings these variables describe, or say which one is wrong."""

        def value(name: str) -> str:
            return environ.get(name, "").strip() or DEFAULTS[name]

        stack = _stack(value("MUSTER_STACK"))
        home = _folder(environ, "MUSTER_HOME", "XDG_DATA_HOME", ".local/share")
        settings = cls(
            stack=stack,
            home=home,
            parts=_folder(environ, "MUSTER_PARTS", "XDG_CACHE_HOME", ".cache"),
            kafka=_kafka(value("MUSTER_KAFKA")),
            conninfo=_conninfo(value("MUSTER_DATABASE"), stack, home),
            dashboard_port=_port("MUSTER_DASHBOARD_PORT", value("MUSTER_DASHBOARD_PORT")),
            viewer=_name("MUSTER_VIEWER", value("MUSTER_VIEWER")),
            topic_prefix=_name("MUSTER_TOPIC_PREFIX", value("MUSTER_TOPIC_PREFIX")),
            dashboard_hosts=_hosts(value("MUSTER_DASHBOARD_HOSTS")),
            gateway_port=_port("MUSTER_GATEWAY_PORT", value("MUSTER_GATEWAY_PORT")),
            logins=reaching.logins(value("MUSTER_LOGINS")),
            dashboard=reaching.dashboard(value),
            session=reaching.session(value),
            oidc=reaching.provider(value),
            mail=mail_server(value),
        )
        reaching.require_safe(settings.logins, settings.dashboard, settings.dashboard_hosts)
        if stack == "native":
            _require_home(environ)
            _refuse_other_machines(settings)
        return settings

    def database(self, role: Role) -> str:
        """Give the connection string for a role; a `user=` in MUSTER_DATABASE wins."""
        from psycopg.conninfo import make_conninfo  # noqa: PLC0415 - see _parsed

        return (
            self.conninfo
            if "user" in _parsed(self.conninfo)
            else make_conninfo(self.conninfo, user=role)
        )

    @property
    def kafka_host(self) -> str:
        """Give the host of the (first) broker address."""
        return self.kafka.split(",")[0].rpartition(":")[0].strip("[]")

    @property
    def kafka_port(self) -> int:
        """Give the port of the (first) broker address."""
        return int(self.kafka.split(",")[0].rpartition(":")[2])

    @property
    def database_host(self) -> str:
        """Give the host of the database."""
        return str(_parsed(self.conninfo).get("host") or "localhost")

    @property
    def database_port(self) -> int:
        """Give the port of the database."""
        return int(_parsed(self.conninfo).get("port") or 5432)

    @property
    def database_name(self) -> str:
        """Give the name of the database."""
        return str(_parsed(self.conninfo).get("dbname") or "muster")


def _stack(text: str) -> Stack:
    if text == "native" or text == "env":  # noqa: PLR1714 - a set would not narrow the type
        return text
    raise SettingsError(f"MUSTER_STACK is {text!r}; it must be native or env")


def _folder(environ: Mapping[str, str], name: str, base_name: str, below_home: str) -> Path:
    text = environ.get(name, "").strip()
    if not text:
        base = environ.get(base_name, "").strip()
        return (Path(base) if base else Path.home() / below_home) / "muster"
    folder = Path(text).expanduser()
    return _checked_folder(name, folder if folder.is_absolute() else Path.cwd() / folder)


def _require_home(environ: Mapping[str, str]) -> None:
    """Refuse to put data at the root of the system, which is where HOME="" leads."""
    home = Path.home()
    if home.is_absolute() and home != Path("/"):
        return
    for names in (("MUSTER_HOME", "XDG_DATA_HOME"), ("MUSTER_PARTS", "XDG_CACHE_HOME")):
        if not any(environ.get(name, "").strip() for name in names):
            raise SettingsError(f"HOME is no home folder ({home}); set HOME, or {names[0]}")


def _checked_folder(name: str, folder: Path) -> Path:
    # A server's options and a class path are made of these names; both split at such characters.
    if any(character in str(folder) for character in "\n\r\t:,'\"\\"):
        raise SettingsError(f"{name} is {str(folder)!r}; choose a folder without : , quotes or \\")
    if folder.exists() and not folder.is_dir():
        raise SettingsError(f"{name} is {str(folder)!r}, which is a file; it must be a folder")
    return folder


def _kafka(text: str) -> str:
    for address in text.split(","):
        host, colon, port = address.strip().rpartition(":")
        if not host or not colon:
            raise SettingsError(f"MUSTER_KAFKA is {text!r}; it must be host:port")
        _port("MUSTER_KAFKA", port)
    return ",".join(address.strip() for address in text.split(","))


def _conninfo(text: str, stack: Stack, home: Path) -> str:
    from psycopg.conninfo import make_conninfo  # noqa: PLC0415 - see _parsed

    parsed = _parsed(text)
    if "port" in parsed:
        _port("MUSTER_DATABASE", parsed["port"])
    if stack == "env":
        return text
    # Our own server has no Unix socket: what the text leaves out must not fall to libpq's default.
    own = {} if "password" in parsed else {"passfile": str(home / PASSWORDS)}
    return make_conninfo(DEFAULTS["MUSTER_DATABASE"], **(own | parsed))


def _parsed(conninfo: str) -> dict[str, str]:
    # Imported here: it takes a third of a second, and `muster --help` needs nothing of it.
    from psycopg import ProgrammingError  # noqa: PLC0415
    from psycopg.conninfo import conninfo_to_dict  # noqa: PLC0415

    try:
        parsed = conninfo_to_dict(conninfo)
    except ProgrammingError as error:
        raise SettingsError(
            f"MUSTER_DATABASE is not a libpq connection string: {error}"
        ) from error
    return {name: str(value) for name, value in parsed.items() if value is not None}


def _port(name: str, text: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text) <= 65535:
        return int(text)
    raise SettingsError(f"{name} has the port {text!r}; it must be a number from 1 to 65535")


def _hosts(text: str) -> tuple[str, ...]:
    hosts = tuple(part.strip().lower() for part in text.split(",") if part.strip())
    for host in hosts:
        if not re.fullmatch(r"[a-z0-9.-]{1,253}", host):
            raise SettingsError(
                f"MUSTER_DASHBOARD_HOSTS has {host!r}; it takes names like muster.example.org, "
                "without scheme and port"
            )
    return hosts


def _name(name: str, text: str) -> str:
    # Kafka's own rule for topic names; a viewer's name is held to the same.
    if re.fullmatch(r"[A-Za-z0-9._-]{0,100}", text):
        return text
    raise SettingsError(f"{name} is {text!r}; use at most 100 letters, digits, dots, _ and -")


def _refuse_other_machines(settings: Settings) -> None:
    for name, host in (
        ("MUSTER_KAFKA", settings.kafka_host),
        ("MUSTER_DATABASE", settings.database_host),
    ):
        if host not in LOOPBACK_HOSTS:
            raise SettingsError(
                f"{name} points to {host!r}; services that Muster runs listen on 127.0.0.1 only. "
                "For services elsewhere set MUSTER_STACK=env"
            )
    if "," in settings.kafka:
        raise SettingsError("MUSTER_KAFKA lists several brokers; set MUSTER_STACK=env for that")
    if settings.kafka_port == settings.database_port:
        raise SettingsError(
            f"MUSTER_KAFKA and MUSTER_DATABASE both have the port {settings.kafka_port}; "
            "each service needs its own"
        )
