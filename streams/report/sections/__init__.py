"""The sections of a report, in their order: rows become what a report says (pure)."""
