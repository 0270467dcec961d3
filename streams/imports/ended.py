"""How a process ended that reads what others made."""

import subprocess


def complaint_of(child: subprocess.Popen[bytes]) -> str | None:
    """Wait for its end; give its last line, empty where it was ended; None when all went well."""
    code = child.wait()
    if code == 0:
        return None
    assert child.stderr is not None
    said = child.stderr.read().decode(errors="replace").strip().splitlines()
    return said[-1] if code == 1 and said else ""
