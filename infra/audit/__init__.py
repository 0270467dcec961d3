"""What people did: one trail, only added to, each entry bound by a hash to the one before."""
