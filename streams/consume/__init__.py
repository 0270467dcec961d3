"""From the log to the store: which partitions, from where on, one batch after the other."""
