"""Write the rows and query functions of the dashboard anew: `python -m tests.queries`."""

import sys

from tests.queries.modules import ROOT, modules


def main() -> int:
    """Write every module beside its statements."""
    for path, text in modules().items():
        path.write_text(text, encoding="utf-8")
        sys.stdout.write(f"written: {path.relative_to(ROOT)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
