"""Do ledger, checkpoints, dead letters and projections agree? All of it folded afresh."""
