"""How long it takes from the commit of an event until all rules are evaluated."""
