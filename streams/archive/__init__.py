"""The ledger as a folder of plain Parquet files that can be read without Muster, and back."""
