"""What a batch does to the database: one transaction, or nothing of it."""
