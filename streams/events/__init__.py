"""An event as the ledger holds it, and which statement about it is in force (pure)."""
