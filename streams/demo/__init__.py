"""A history to look at: public facts, a synthetic exercise season, and events as they happen."""
