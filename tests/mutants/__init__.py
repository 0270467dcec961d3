"""Small faults made on purpose, one at a time: does a test fail?

`python -m tests.mutants python` tries functions of Python, `python -m tests.mutants sql` the read
functions; both by chance, but the same every time. All tests are collected once, and each fault
is tried in a process that is split off, on the tests that go through it and no others.

`survivors.toml` lists changes that are no faults, with the reason; `known.toml` faults that no
test saw once, which `make test` makes again.
"""
