"""Rows in words: pure functions, one module per page."""
