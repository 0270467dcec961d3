"""A worker as a process: its loop, the services it waits for, and its commands."""
