"""A view with everything open in it decided: which instants, which body, which colours."""

from dataclasses import dataclass
from datetime import datetime

from dashboard.errors import BadView
from dashboard.figures.theme import THEMES, Theme
from dashboard.queries import ReadModel
from dashboard.queries.rows import Body, Head
from dashboard.view import View, parse_parameters
from infra.clock import utc_now

USUAL_BODY = "NATO"


@dataclass(frozen=True, slots=True)
class Moment:
    """What a page asks the read model about."""

    view: View
    theme: Theme
    head: Head
    as_of: datetime
    known_at: datetime
    body: str
    bodies: list[Body]

    @property
    def is_empty(self) -> bool:
        """Say whether nothing at all has been recorded."""
        return self.head.seq == 0

    @property
    def clock(self) -> str:
        """Give what tells two clocks apart; all live moments of a body are the same clock."""
        return f"{self.view.as_of}|{self.view.known_at}|{self.body}"


async def settle(read_model: ReadModel, view_data: object, scheme: object) -> Moment:
    """Decide what the view leaves open; refuse what no page of ours would have sent."""
    view = view_of(view_data)
    theme = _theme(scheme)
    head = await read_model.head()
    as_of = view.as_of or utc_now()
    known_at = view.known_at or head.recorded_at
    bodies = await read_model.bodies(as_of, known_at)
    return Moment(view, theme, head, as_of, known_at, _body(view, bodies), bodies)


def _theme(scheme: object) -> Theme:
    # The browser asks for the first time before it knows.
    name = "light" if scheme is None else scheme
    if not isinstance(name, str) or name not in THEMES:
        raise BadView("scheme", repr(scheme)[:40], "light or dark")
    return THEMES[name]


def view_of(view_data: object) -> View:
    """Read the view that the browser keeps."""
    if view_data is None:
        return View()
    if not isinstance(view_data, dict):
        raise BadView("view", repr(view_data)[:40], "a view")
    return parse_parameters(view_data.get("parameters", {}))


def _body(view: View, bodies: list[Body]) -> str:
    if view.body:
        return view.body
    codes = [body.body for body in bodies]
    if USUAL_BODY in codes or not codes:
        return USUAL_BODY
    return max(bodies, key=lambda body: (body.members, body.body)).body
