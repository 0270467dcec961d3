"""When are so many records of a partition bad that somebody should look before it goes on?

The last outcomes of a partition are kept with its checkpoint, one byte each, newest last.
"""

GOOD, BAD = 0, 1
WINDOW = 1000
FEWEST = 100


def is_reached(recent_outcomes: bytes | bytearray) -> bool:
    """Return whether half of the last records, at least 100 of them, were bad."""
    judged = len(recent_outcomes)
    return judged >= FEWEST and 2 * recent_outcomes.count(BAD) >= judged


def after(recent_outcomes: bytes | bytearray, outcomes: bytes | bytearray) -> bytes:
    """Return the last outcomes once these have come too."""
    return bytes((recent_outcomes + outcomes)[-WINDOW:])
