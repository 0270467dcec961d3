"""What readings would be by other constants of the method, and which would be others."""
