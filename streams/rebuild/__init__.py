"""Makes all projections anew from the ledger, beside those in use, and then changes over."""
