"""What could not become an event: looked at, sent again, put away; each action is kept."""
