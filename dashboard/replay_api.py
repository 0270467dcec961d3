"""`/api/replay`: a replay clock for who follows it, and what its holder does to it."""

from datetime import datetime, timedelta
from typing import Annotated, Any, Literal, NamedTuple

import msgspec
from fastapi import Request
from fastapi.responses import JSONResponse, Response

from dashboard.api_answers import NO_STORE, is_json, refused
from dashboard.errors import BadView, NoSuchClock, ReadModelUnavailable
from dashboard.following import BEAT, clock_of, position_at
from dashboard.queries import ReadModel
from dashboard.queries.replay_clocks import ReplayClock, replay_changes
from dashboard.view import parse_query, written_instant
from dashboard.wording.catalogue import say

# What may change is told for so many seconds ahead; screens ask again before they are over.
STRETCH_BEATS = 90
LONGEST_STEP_S = 366 * 86_400
# How much later than its microseconds a moment may be written in milliseconds.
_MS = timedelta(milliseconds=1)
_STATUS = {"held": 403, "ended": 409, "outside": 400, "nobody": 400}


class Turn(msgspec.Struct, forbid_unknown_fields=True):
    """What somebody does to a replay clock."""

    clock: Annotated[str, msgspec.Meta(max_length=40)]
    act: Literal["play", "pause", "seek", "step", "speed", "hand-over", "stop"]
    to: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    rate: Annotated[int, msgspec.Meta(ge=1, le=3600)] | None = None
    step_s: Annotated[int, msgspec.Meta(ge=-LONGEST_STEP_S, le=LONGEST_STEP_S)] | None = None
    holder: Annotated[str, msgspec.Meta(max_length=100)] | None = None


class _Became(NamedTuple):
    became: str


_NEEDS = {"seek": "to", "step": "step_s", "speed": "rate", "hand-over": "holder"}


class ReplayApi:
    """Tells where replays stand, and lets their holders move them."""

    def __init__(self, read_model: ReadModel) -> None:
        self._read_model = read_model

    async def show(self, request: Request) -> Response:
        """Answer with the clock that is named: 404 where there is none of this name."""
        try:
            return await self._shown(_named(request.url.query))
        except NoSuchClock as error:
            return refused(404, str(error))
        except BadView as error:
            return refused(400, str(error))
        except ReadModelUnavailable as error:
            return refused(503, str(error))

    async def turn(self, request: Request) -> Response:
        """Do what is asked, if who asks holds the clock; answer with the clock as it is then."""
        if not is_json(request):
            return refused(415, say("replay.wrong.type"))
        try:
            turn = msgspec.json.decode(await request.body(), type=Turn)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            return refused(400, say("replay.wrong.unreadable", why=str(error)))
        needed = _NEEDS.get(turn.act)
        if needed is not None and getattr(turn, needed) is None:
            return refused(400, say("replay.wrong.lacks", act=turn.act, needed=needed))
        try:
            return await self._turned(turn)
        except NoSuchClock as error:
            return refused(404, str(error))
        except ReadModelUnavailable as error:
            return refused(503, str(error))

    async def _turned(self, turn: Turn) -> Response:
        clock = await clock_of(self._read_model, turn.clock)
        [done] = await self._read_model.act(
            _Became,
            "turn_my_replay_clock",
            of_clock=turn.clock,
            act=turn.act,
            to_position=turn.to,
            to_rate=turn.rate,
            by_step=None if turn.step_s is None else timedelta(seconds=turn.step_s),
            to_holder=turn.holder,
        )
        if done.became == "unknown":  # stopped since it was asked for
            raise NoSuchClock(turn.clock)
        if done.became != "done":
            return refused(_STATUS[done.became], _why(done.became, clock))
        if turn.act == "stop":
            return JSONResponse({}, headers=NO_STORE)
        return await self._shown(turn.clock)

    async def _shown(self, name: str) -> Response:
        clock = await clock_of(self._read_model, name)
        start = position_at(clock, clock.asked_at)
        end = min(clock.to_at, start + STRETCH_BEATS * clock.rate * BEAT)
        found = await replay_changes(
            self._read_model,
            from_at=start,
            to_at=end if clock.is_playing else start,
            known_at=clock.known_at or clock.to_at,
            as_then_known=clock.known_at is None,
            step=clock.rate * BEAT,
        )
        changes = [_ms(one.at + _MS) for one in found]
        return JSONResponse(as_json(clock, changes, (start, end)), headers=NO_STORE)


def as_json(
    clock: ReplayClock, changes: list[int], stretch: tuple[datetime, datetime]
) -> dict[str, Any]:
    """Give a clock as browsers work with it: instants in milliseconds."""
    return {
        "name": clock.name,
        "holder": clock.holder,
        "is_mine": clock.is_mine,
        "is_playing": clock.is_playing,
        "rate": clock.rate,
        "from": _ms(clock.from_at),
        "to": _ms(clock.to_at),
        "known_at": written_instant(clock.known_at) if clock.known_at else None,
        "anchor": _ms(clock.anchor_at),
        "position": _ms(clock.position_at),
        "version": clock.version,
        "now": _ms(clock.asked_at),
        "changes": changes,
        "changes_from": _ms(stretch[0]),
        "changes_to": _ms(stretch[1]),
    }


def _named(query: str) -> str:
    view = parse_query(query)
    if view.clock is None or view.to_json().keys() != {"clock"}:
        raise BadView("clock", view.clock or "", "the name of a replay, and nothing else")
    return view.clock


def _ms(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def _why(became: str, clock: ReplayClock) -> str:
    if became == "held":
        return say("replay.wrong.held", name=clock.name, holder=clock.holder)
    if became == "ended":
        return say("replay.wrong.ended", name=clock.name)
    if became == "outside":
        return say("replay.wrong.outside", name=clock.name)
    return say("replay.wrong.nobody")
