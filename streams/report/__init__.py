"""Reviews that people keep, and after-action reports made of them and of what the ledger holds."""
