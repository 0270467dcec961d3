"""Small faults made on purpose, one at a time: does a test fail?

`python -m tests.mutants --count 300` tries so many in the SQL of the read functions, by chance but
the same every time.
"""
