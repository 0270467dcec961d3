"""What is written into the trail, as values: one word for each kind of act."""

from enum import StrEnum


class Act(StrEnum):
    """What somebody did, or wanted to do."""

    SIGN_IN = "sign-in"
    SIGN_OUT = "sign-out"
    ACCESS = "access"  # something that needs a role which the viewer has not
    EXPORT = "export"  # rows of a card, taken away as a file
    NOTE = "note"
    IMPORT = "import"  # a table, from a page
    WHAT_IF_ASK = "what-if.ask"  # picked on a page; the command that follows says the rest
    WHAT_IF_MAKE = "what-if.make"
    WHAT_IF_REFRESH = "what-if.refresh"
    WHAT_IF_DROP = "what-if.drop"
    REPORT = "report"
    REVIEW = "review"
    VIEWER_MAKE = "viewer.make"
    VIEWER_CHANGE = "viewer.change"
    VIEWER_REVOKE = "viewer.revoke"
    VIEWER_REMOVE = "viewer.remove"
    VIEWER_PASSWORD = "viewer.password"  # noqa: S105 - the name of an act
    WALL_PAIR = "wall.pair"
    WALL_END = "wall.end"
    KEY_MAKE = "key.make"
    KEY_CHANGE = "key.change"
    KEY_REVOKE = "key.revoke"
    REDRIVE = "dead-letter.redrive"
    DISCARD = "dead-letter.discard"
    RESTORE = "dead-letter.restore"
    REPLAY_START = "replay.start"
    REPLAY_TURN = "replay.turn"
    REPLAY_STOP = "replay.stop"
    REQUEST = "gateway.request"  # of a producer; only those that were refused
    AUDIT_EXPORT = "audit.export"


class Outcome(StrEnum):
    """How it went, as far as it was known when it was written down."""

    DONE = "done"
    BEGUN = "begun"  # written before it was done: it may have failed since
    REFUSED = "refused"
