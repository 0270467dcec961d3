"""`python -m schemas.releases VERSION`: keep what today's schemas accept, for all later ones."""

import argparse
import sys
from pathlib import Path

from schemas.releases import VERSION, as_text, broken, released, today

FOLDER = Path(__file__).parent


def main() -> int:
    """Write the file of a release; return 1 when that release has others, or breaks one."""
    parser = argparse.ArgumentParser(description="Keep what a release accepts from producers")
    parser.add_argument("version", help="the release, as 0.2.0")
    version: str = parser.parse_args().version
    if not VERSION.fullmatch(version):
        parser.error(f"{version!r} is no version such as 0.2.0")
    path, text = FOLDER / f"{version}.json", as_text(today())
    if path.exists() and path.read_text(encoding="utf-8") != text:
        return _refuse(f"{version} was released with other schemas: give the next version")
    if found := broken(today(), released()):
        return _refuse("\n".join(map(str, found)))
    path.write_text(text, encoding="utf-8")
    sys.stdout.write(f"written: {path.relative_to(FOLDER.parent.parent)}\n")
    return 0


def _refuse(why: str) -> int:
    sys.stderr.write(f"{why}\n")
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
