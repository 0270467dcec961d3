"""The passwords of the roles that may write: made once, kept in a file of libpq's own form.

`muster up` makes one beside the data of its services. `python -m infra.passwords OWNER WORKER DOOR
UID` does the same for containers, in three folders, so that a worker never sees the owner's.
"""

import base64
import hashlib
import hmac
import os
import secrets
import sys
from pathlib import Path

# Who owns, who writes, and who lets people in: the last may do nothing else (decision 0035).
OWNER, WORKER, DOOR = "muster_owner", "muster_worker", "muster_door"
FILE = "pgpass"
ITERATIONS = 4096  # what the server itself takes


def provide(file: Path) -> bool:
    """Make a file with a password for each role; return whether it was not there yet."""
    return write(file, {role: _fresh() for role in (OWNER, WORKER, DOOR)})


def complete(file: Path) -> bool:
    """Add what a file of an earlier version lacks; return whether it lacked something."""
    known = read(file)
    if OWNER not in known or DOOR in known:
        return False
    _replace(file, {**known, DOOR: _fresh()})
    return True


def write(file: Path, passwords: dict[str, str]) -> bool:
    """Write a password file that only its owner can read, unless it is there."""
    if file.exists():
        return False
    _replace(file, passwords)
    return True


def _fresh() -> str:
    return secrets.token_urlsafe(32)


def _replace(file: Path, passwords: dict[str, str]) -> None:
    text = "".join(f"*:*:*:{role}:{password}\n" for role, password in passwords.items())
    fresh = file.with_name(f".{file.name}-{os.getpid()}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as target:
        target.write(text)
        target.flush()
        os.fsync(target.fileno())
    fresh.rename(file)


def read(file: Path) -> dict[str, str]:
    """Return the password of each role a file of ours names; nothing where there is no file."""
    try:
        lines = file.read_text().splitlines()
    except OSError:
        return {}
    entries = [line.split(":") for line in lines if line.startswith("*:*:*:")]
    return {entry[3]: entry[4] for entry in entries if len(entry) == 5}


def verifier(password: str) -> str:
    """Return what a server keeps of a password (RFC 5803): no statement has to carry the word."""
    salt = secrets.token_bytes(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, ITERATIONS)
    client_key = hmac.digest(salted, b"Client Key", "sha256")
    stored_key = hashlib.sha256(client_key).digest()
    server_key = hmac.digest(salted, b"Server Key", "sha256")
    parts = [base64.b64encode(part).decode() for part in (salt, stored_key, server_key)]
    return f"SCRAM-SHA-256${ITERATIONS}:{parts[0]}${parts[1]}:{parts[2]}"


def main(owner: Path, worker: Path, door: Path, user_id: int) -> None:
    """Make what containers need: all for who migrates, to each of the others its own."""
    provide(owner / FILE)
    complete(owner / FILE)
    known = read(owner / FILE)
    write(worker / FILE, {WORKER: known[WORKER]})
    write(door / FILE, {DOOR: known[DOOR]})
    for folder in (owner, worker, door):
        os.chown(folder, user_id, user_id)
        os.chown(folder / FILE, user_id, user_id)
    plain = owner / "password"
    plain.unlink(missing_ok=True)
    descriptor = os.open(plain, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as target:
        target.write(known[OWNER])


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4]))
