"""The arithmetic of readiness, slow and obvious: what the SQL read functions are held against."""
