"""What to do about each reason for which a message could not become an event, in a sentence."""

from collections.abc import Mapping

from schemas.errors import Reason

CONFLICTING_DUPLICATE = "conflicting-duplicate"
UNSTORABLE = "unstorable"

_BY_RESENDING = "then redrive it"
_CORRECTED = "redrive a corrected copy, or have its producer send it right"
_DISCARD = "there is nothing to mend in it: discard it, and tell its producer"

REMEDIES: Mapping[str, str] = {
    Reason.EMPTY: f"It has no value; {_DISCARD}.",
    Reason.TOO_LARGE: "Its producer must send it smaller; only its beginning is kept here.",
    Reason.MIXED_MODES: (
        "It says one thing in its headers and another in its value: say it once, as structured "
        f"JSON, and {_CORRECTED}."
    ),
    Reason.NOT_JSON: (
        f"Its value is no JSON in UTF-8. Was it meant for here at all? Then {_CORRECTED}."
    ),
    Reason.NULL_CHARACTER: f"Take the null character out, and {_CORRECTED}.",
    Reason.TOO_DEEP: f"Nest it less deep, and {_CORRECTED}.",
    Reason.NOT_FINITE_NUMBER: f"Say NaN or Infinity by leaving the field out, and {_CORRECTED}.",
    Reason.NOT_AN_OBJECT: f"It must be one JSON object, not a list of them: {_CORRECTED}.",
    Reason.DUPLICATE_KEY: f"Decide which of the two is meant, keep that one, and {_CORRECTED}.",
    Reason.UNKNOWN_ATTRIBUTE: f"Move what is not an attribute into `data`, and {_CORRECTED}.",
    Reason.MISSING_ATTRIBUTE: f"Add the attribute that is missing, and {_CORRECTED}.",
    Reason.MISSING_LABEL: (
        "It does not say who may read it. Ask its producer under which policy and classification "
        f"it stands, and {_CORRECTED}; never guess it."
    ),
    Reason.INVALID_ATTRIBUTE: f"Write the attribute as its detail says, and {_CORRECTED}.",
    Reason.BAD_TIME: f"Write the time with its offset, like 2026-05-12T12:00:00Z: {_CORRECTED}.",
    Reason.TOO_EARLY: f"Its time is before 1900, most likely by mistake: {_CORRECTED}.",
    Reason.UNKNOWN_LABEL: (
        "Its policy, classification or release is none that is known. Ask its producer which is "
        f"meant, and {_CORRECTED}; never guess it."
    ),
    Reason.UNKNOWN_TYPE: (
        "If a newer version of Muster knows its type, bring every worker to that version, "
        f"{_BY_RESENDING}; else name a type there is, and {_CORRECTED}."
    ),
    Reason.UNKNOWN_VERSION: (
        "If a newer version of Muster knows the version of its schema, bring every worker to that "
        f"version, {_BY_RESENDING}; else write it as the version that is known, and {_CORRECTED}."
    ),
    Reason.INVALID_DATA: f"Mend the fields that its faults name, and {_CORRECTED}.",
    Reason.FROM_THE_FUTURE: (
        "Its time was ahead of the database's clock. Once that time has come, redrive it; if the "
        f"producer's clock was wrong, {_CORRECTED}."
    ),
    Reason.WRONG_TOPIC: (
        "It came on the wrong topic. Redrive it as its own corrected copy, which goes where its "
        "type belongs, and tell its producer."
    ),
    CONFLICTING_DUPLICATE: (
        "The ledger has another event under its source and id. If this one is new, give a "
        "corrected copy an id of its own; if it corrects the other, send an event.corrected; if "
        "the other is right, discard this one."
    ),
    UNSTORABLE: (
        "It is valid, and the database or this program failed with it: that is ours to mend. Find "
        f"the cause its detail names, {_BY_RESENDING}."
    ),
}


def remedy(reason: str) -> str:
    """Return what to do about a reason; also about one that an older version gave."""
    return REMEDIES.get(reason, f"See whether today's version still refuses it; {_CORRECTED}.")
