"""Rows in pictures: pure functions from rows and a theme to a Plotly figure."""
