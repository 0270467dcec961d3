"""Records as the rows they will become: all that needs neither a lock nor a clock (pure)."""
