"""Rows in, rows out: the only part of the stream that speaks SQL."""
