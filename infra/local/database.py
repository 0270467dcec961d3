"""One TimescaleDB server of this machine, inside its own root folder, on 127.0.0.1 only."""

import signal
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, LiteralString

import psycopg
from psycopg import sql

from infra import passwords
from infra.errors import ServiceUnavailable
from infra.local.daemon import Daemon
from infra.local.host import as_root, require_free_port, require_root, run
from infra.local.parts import DIE_WITH_US, HERE, SEALED, Parts
from infra.settings import PASSWORDS
from infra.sql import load

START_TIMEOUT_S = 150.0
STOP_TIMEOUT_S = 60.0
INSIDE = "/var/lib/postgresql/data"
OWN_MOUNTS = ("unshare", "--mount", "--propagation", "private")
OWNER = passwords.OWNER

StopMode = Literal["smart", "fast", "immediate"]
STOP_SIGNALS = {
    "smart": signal.SIGTERM,
    "fast": signal.SIGINT,
    "immediate": signal.SIGQUIT,
}


class WrongPassword(ServiceUnavailable):
    """The server does not take the password we have."""


@dataclass(frozen=True, slots=True)
class Database:
    """The TimescaleDB server of one instance."""

    parts: Parts
    home: Path
    port: int
    name: str

    @property
    def address(self) -> str:
        """Give host:port of the server."""
        return f"127.0.0.1:{self.port}"

    @property
    def daemon(self) -> Daemon:
        """Give the postmaster process."""
        pid_file, log = self.home / "run/postgres.pid", self.home / "log/postgres.log"
        return Daemon("TimescaleDB", pid_file, log, needs_root=True)

    @property
    def postmaster_pid(self) -> int | None:
        """Give the postmaster's process id, None when it does not run."""
        return self.daemon.pid

    @property
    def passwords(self) -> Path:
        """Give the file with the passwords of who owns and who writes; it belongs to the data."""
        return self.home / PASSWORDS

    def initialise(self, data: Path, *, cancel: threading.Event) -> None:
        """Make an empty database cluster in this folder."""
        log = self.home / "log/initdb.log"
        what = "TimescaleDB: making an empty database"
        user, group = self.parts.postgres_user().split(":")
        make = as_root(["install", "-d", "-m", "0700", "-o", user, "-g", group, str(data)])
        run(make, log=log, cancel=cancel, what=what)
        # Who may log in how is said at each start.
        initdb = [f"{self.parts.postgres_bin}/initdb", "-D", INSIDE, "-U", OWNER, "--auth=reject"]
        text = ["--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums"]
        whole = [*DIE_WITH_US, *SEALED, *self._inside(data), *initdb, *text]
        run(as_root(whole), log=log, cancel=cancel, what=what)

    def provide_passwords(self, *, cancel: threading.Event) -> None:
        """Give each role a password, where the data has none yet; before a start."""
        if passwords.read(self.passwords):
            passwords.complete(self.passwords)  # `muster migrate` tells the server
            return
        fresh = self.passwords.with_name("pgpass-fresh")
        fresh.unlink(missing_ok=True)
        passwords.provide(fresh)
        # A server of one user at a time, which asks for no password.
        server = [f"{self.parts.postgres_bin}/postgres", "--single", "-D", INSIDE, "postgres"]
        whole = [*DIE_WITH_US, *SEALED, *self._inside(self.home / "data/postgres"), *server]
        run(
            as_root(whole),
            log=self.home / "log/passwords.log",
            cancel=cancel,
            what="TimescaleDB: setting passwords",
            said_to_it="".join(_set_password(*entry) for entry in passwords.read(fresh).items()),
        )
        fresh.replace(self.passwords)

    def launch(self) -> None:
        """Start the server's process, without waiting for it."""
        require_root("starting TimescaleDB")
        require_free_port(self.port, "MUSTER_DATABASE")
        self._say_who_may_log_in()
        server = [f"{self.parts.postgres_bin}/postgres", "-D", INSIDE, *self._options()]
        self.daemon.start([*self._inside(self.home / "data/postgres"), *server], OWN_MOUNTS)

    def wait_until_ready(self, cancel: threading.Event) -> None:
        """Return once the server answers a query."""
        self.daemon.wait_until(self.answers, timeout_s=START_TIMEOUT_S, cancel=cancel)

    def start(self, cancel: threading.Event | None = None) -> None:
        """Start the server unless it runs, and return once it answers."""
        if self.postmaster_pid is None:
            self.launch()
        self.wait_until_ready(cancel or threading.Event())

    def stop(self, mode: StopMode = "fast") -> None:
        """Stop the server in one of PostgreSQL's three ways; return once it is gone."""
        self.daemon.stop(STOP_SIGNALS[mode], timeout_s=STOP_TIMEOUT_S)

    def answers(self) -> bool:
        """Tell whether the server accepts queries; WrongPassword when it never will."""
        try:
            with self._connect("postgres"):
                return True
        except psycopg.OperationalError as error:
            if "password" in str(error):
                raise WrongPassword(
                    f"the server does not take the password in {self.passwords}: bring back the "
                    "file that belongs to the data, or remove it, `muster down` and `muster up`: "
                    "new passwords are made"
                ) from error
            return False

    def provide_database(self) -> None:
        """Make the database with the TimescaleDB extension, where they are not there yet."""
        with self._connect("postgres") as connection:
            found = connection.execute(_query("database_exists"), {"name": self.name})
            if found.rowcount == 0:
                name = sql.Identifier(self.name)
                connection.execute(sql.SQL(_query("create_database")).format(name=name))
        with self._connect(self.name) as connection:
            # TimescaleDB greets every new extension with a page of advice.
            connection.execute("set client_min_messages = error")
            connection.execute(_query("create_extension"))

    def _connect(self, name: str) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host="127.0.0.1",
            port=self.port,
            dbname=name,
            user=OWNER,
            passfile=str(self.passwords),
            connect_timeout=3,
            autocommit=True,
        )

    def _say_who_may_log_in(self) -> None:
        user, group = self.parts.postgres_user().split(":")
        there = str(self.home / "data/postgres/pg_hba.conf")
        put = ["install", "-m", "0600", "-o", user, "-g", group, str(HERE / "pg_hba.conf"), there]
        subprocess.run(as_root(put), check=True, capture_output=True)

    def _inside(self, data: Path) -> list[str]:
        script = ["sh", str(HERE / "enter.sh"), str(self.parts.timescale), str(data)]
        return [*script, self.parts.postgres_user()]

    def _options(self) -> list[str]:
        own = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            # Nobody outside the root could see a socket file inside it.
            "unix_socket_directories": "",
        }
        pairs = [*options_from_file().items(), *own.items()]
        return [word for name, value in pairs for word in ("-c", f"{name}={value}")]


def _set_password(role: str, password: str) -> str:
    """Give the line that sets a password, if the role is there; without the password itself."""
    kept = passwords.verifier(password)
    return (
        f"do $$ begin if exists (select from pg_roles where rolname = '{role}') then "
        f"alter role {role} password '{kept}'; end if; end $$;\n"
    )


def options_from_file() -> dict[str, str]:
    """Give the server options Muster asks for, as in postgresql.conf."""
    lines = (HERE / "postgresql.conf").read_text().splitlines()
    pairs = [line.split("=", 1) for line in lines if line.strip() and not line.startswith("#")]
    return {name.strip(): value.strip() for name, value in pairs}


def _query(name: str) -> LiteralString:
    return load("infra.local", "queries.sql")[name]
