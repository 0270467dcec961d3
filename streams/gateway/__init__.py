"""The producers' door: events over HTTP, checked as workers do, kept before answered."""
