"""How long do the read functions take over a long history? `python -m tests.bench.reads`."""
