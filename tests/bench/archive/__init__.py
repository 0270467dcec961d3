"""What the archive is held to: nothing lost, all damage found, hardly slower than Parquet."""
