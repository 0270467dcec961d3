"""A view with everything open in it decided: which instants, which body, which colours."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict

from dashboard.at_once import AtOnce
from dashboard.branches import model_of, whatif_of
from dashboard.errors import BadView
from dashboard.figures.theme import THEMES, Theme
from dashboard.following import in_step
from dashboard.queries import ReadModel
from dashboard.queries import bodies as bodies_of
from dashboard.queries.bodies import Body
from dashboard.queries.head import Head, head_at
from dashboard.queries.head import head as newest
from dashboard.queries.whatifs import WhatIf
from dashboard.view import View, parse_parameters
from dashboard.wording.numbers import read_in
from infra.clock import utc_now

USUAL_BODY = "NATO"


class Clocks(TypedDict):
    """The two clocks, by the names that read functions have for them."""

    as_of: datetime
    known_at: datetime


class OfBody(Clocks):
    """The two clocks and a body, by the names that read functions have for them."""

    body: str


@dataclass(frozen=True, slots=True)
class Moment:
    """What a page asks the read model about.

    `head` is the newest event that was known at `known_at`, `ledger` the newest there is now.
    """

    view: View
    theme: Theme
    head: Head
    ledger: Head
    as_of: datetime
    known_at: datetime
    body: str
    bodies: list[Body]
    whatif: WhatIf | None = None

    @property
    def is_empty(self) -> bool:
        """Say whether nothing at all has been recorded."""
        return self.ledger.seq == 0

    @property
    def is_before_recording(self) -> bool:
        """Say whether the view is known at a moment before anything was recorded."""
        return self.head.seq == 0 < self.ledger.seq

    @property
    def left_on(self) -> date | None:
        """Give the day on which the last member left the body; None while it has members."""
        own = next((one for one in self.bodies if one.body == self.body), None)
        return own.members_until_on if own else None

    @property
    def clocks(self) -> Clocks:
        """Give the two clocks as read functions are asked by them."""
        return {"as_of": self.as_of, "known_at": self.known_at}

    @property
    def of_body(self) -> OfBody:
        """Give the clocks and the body as read functions are asked by them."""
        return {"body": self.body, **self.clocks}

    @property
    def clock(self) -> str:
        """Give what tells two clocks apart; all live moments of a body are the same clock."""
        return f"{self.view.as_of}|{self.view.known_at}|{self.body}|{self.view.whatif}"


async def resolve(read_model: ReadModel, view_data: object, scheme: object) -> Moment:
    """Decide what the view leaves open; refuse what no page of ours would have sent."""
    view = await in_step(read_model, view_of(view_data))
    theme = _theme(scheme)
    whatif = await whatif_of(read_model, view)
    read_model = model_of(read_model, whatif)
    ledger = await newest(read_model)
    now = ledger.now or utc_now()
    read_in(now.year)
    as_of = view.as_of or now
    known_at = view.known_at or ledger.recorded_at
    async with AtOnce() as at_once:
        found = at_once.ask(bodies_of.bodies(read_model, as_of=as_of, known_at=known_at))
        head = at_once.ask(_head(read_model, view, ledger))
    bodies = found.result()
    body = _body(view, bodies)
    return Moment(view, theme, head.result(), ledger, as_of, known_at, body, bodies, whatif)


async def _head(read_model: ReadModel, view: View, ledger: Head) -> Head:
    return ledger if view.known_at is None else await head_at(read_model, view.known_at)


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
