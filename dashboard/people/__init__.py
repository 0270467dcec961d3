"""Signing in and out, and who is at the door: for every request, before anything is answered."""
