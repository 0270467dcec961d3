"""Who may see what: kept in the database, changed by whoever owns it."""
