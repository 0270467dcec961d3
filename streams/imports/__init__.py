"""Tables from elsewhere become events by a small declarative mapping."""
