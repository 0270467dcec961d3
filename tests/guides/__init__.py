"""CONTRIBUTING's table, done to the letter in a copy of the project."""
