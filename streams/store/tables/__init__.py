"""Rows in, rows out: one module per table, and nothing else that writes SQL."""
