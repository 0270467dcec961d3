"""Branches of the history: events left out, changed or added, computed beside the facts."""
