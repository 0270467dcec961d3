"""How bytes and times grow with the ledger."""
