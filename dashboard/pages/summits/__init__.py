"""When does a body meet, what does it decide, and are its commitments kept?"""

from dash import html

from dashboard.components.empty import empty
from dashboard.components.page import Beside, Page
from dashboard.pages.summits.attendance import ATTENDANCE
from dashboard.pages.summits.cadence import CADENCE
from dashboard.pages.summits.consensus import CONSENSUS
from dashboard.pages.summits.data import PATH, Summits, read
from dashboard.pages.summits.decisions import DECISIONS
from dashboard.pages.summits.due import DUE
from dashboard.pages.summits.meeting import MEETING, Encounter, read_meeting
from dashboard.pages.summits.promise import PROMISE
from dashboard.wording.catalogue import say


def _empty(found: Summits) -> html.Div | None:
    if not found.is_empty:
        return None
    title = say("summits.empty_title", body=found.moment.body)
    return empty(found.moment, title, say("summits.empty"))


# It does not follow every event: half a year before and after takes longer to compute than the
# rest of the page, and only late events can change it.
ONE_MEETING = Beside[Encounter](
    name="meeting", parts=(MEETING,), read=read_meeting, follows=("view", "scheme")
)

# As they stand on the page, row by row; one meeting stands beside the strip it is chosen on.
PAGE = Page[Summits](
    name="summits",
    path=PATH,
    heading="summits.title",
    parts=(CADENCE, ONE_MEETING, PROMISE, DECISIONS, ATTENDANCE, CONSENSUS, DUE),
    read=read,
    empty=_empty,
)
