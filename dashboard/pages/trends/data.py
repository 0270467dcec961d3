"""Everything Trends shows, asked for one moment and a period before it."""

from dataclasses import dataclass

from dashboard.asked import Asked
from dashboard.at_once import AtOnce
from dashboard.moment import Moment
from dashboard.pages.trends.period import Period, period_of
from dashboard.pages.trends.story import Story, story_of
from dashboard.queries import bodies
from dashboard.queries.bodies import Member

PATH = "/trends"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trends:
    """Everything the page shows, from one moment."""

    moment: Moment
    period: Period
    members: list[Member]
    story: Story


async def read(asked: Asked) -> Trends:
    """Ask for what the address names, and for whom it could name."""
    model, moment = asked.model, asked.moment
    period = period_of(moment)
    async with AtOnce() as at_once:
        members = at_once.ask(bodies.members(model, **moment.of_body))
        story = at_once.ask(story_of(model, moment, period))
    return Trends(moment=moment, period=period, members=members.result(), story=story.result())
