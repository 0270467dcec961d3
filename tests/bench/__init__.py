"""What Muster must reach, measured against a limit and a peer in the same run: `make bench`."""
