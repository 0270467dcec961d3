"""Replay clocks: several screens watch the past in step, and one viewer holds the clock."""
