"""What did the screens show then, how did they come to show this, and what changed between?"""

from dash import html

from dashboard.components.empty import empty
from dashboard.components.page import Beside, Page
from dashboard.pages.review.data import PATH, Difference, Review, read, read_difference
from dashboard.pages.review.difference import DIFFERENCE
from dashboard.pages.review.named import NAMED
from dashboard.pages.review.replay import REPLAY
from dashboard.pages.review.scrubber import SCRUBBER
from dashboard.replays import dimension_of
from dashboard.wording.catalogue import say

# A review stands still while events arrive.
FOLLOWS = ("view",)


def _empty(found: Review) -> html.Div | None:
    if not found.moment.is_empty:
        return None
    return empty(found.moment, say("review.empty_title"), say("review.empty"))


def _marks(found: Review) -> list[str]:
    return ["of-pairs-page" if dimension_of(found.moment.view) else "of-readings-page"]


COMPARED = Beside[Difference](
    name="difference", parts=(DIFFERENCE,), read=read_difference, follows=FOLLOWS
)

PAGE = Page[Review](
    name="review",
    path=PATH,
    heading="review.title",
    parts=(SCRUBBER, REPLAY, COMPARED, NAMED),
    read=read,
    empty=_empty,
    marks=_marks,
    follows=FOLLOWS,
)
