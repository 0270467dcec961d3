"""Public facts in our own words, as files of events, one JSON line each.

nato-membership   who belongs to NATO since when
nato-summits      meetings of NATO's heads of state and government
defence-pledge    the 2 % and 20 % of Wales 2014, and what Vilnius and The Hague made of them
prague-2002       the capability targets of Prague, of which no later summit in these files spoke
shangri-la        the Shangri-La Dialogue, year by year from 2002 to 2014
silence           silence procedures that held or were broken, and Spain's reservation of 2025
warsaw-pact       eight founders, who left when, and the end on 1 July 1991

Where only the month or the year is known, the envelope says so and the date is its first moment.
Three dates that an event needs and nobody states: the targets of Prague, each with a deadline of
its own, are due at the end of 2008; silence about Turkey ends with February 2003, and that of
12 October 2017 with its day. A break known only to have come before the deadline is dated to the
deadline's day. Hours are taken as UTC.
"""

from collections.abc import Iterator
from datetime import datetime
from importlib.resources import files

from schemas.envelope import decode
from streams.client.message import Message

SOURCE = "muster/facts"


def names() -> list[str]:
    """Return the names of all fact files, sorted."""
    found = files(__name__).iterdir()
    return sorted(f.name.removesuffix(".jsonl") for f in found if f.name.endswith(".jsonl"))


def messages(name: str, received_at: datetime) -> Iterator[Message]:
    """Return the events of a fact file in order."""
    for line in files(__name__).joinpath(f"{name}.jsonl").read_bytes().splitlines():
        yield Message(line, decode(line, received_at=received_at))
