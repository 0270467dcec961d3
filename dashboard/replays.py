"""`/api/frames`: a whole replay in one answer, as what changes from frame to frame."""

import asyncio
import json
from datetime import timedelta
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse, Response

from dashboard.branches import model_of, whatif_of
from dashboard.encoding import Encoding, accepted, compressed
from dashboard.errors import BadView, ReadModelUnavailable
from dashboard.moment import USUAL_BODY
from dashboard.queries import ReadModel
from dashboard.queries.frames import FrameEvent, PairFrames, ReadingFrames
from dashboard.queries.replay import Frames, Replay, frames_of
from dashboard.view import DIMENSIONS, View, parse_query
from dashboard.wording import names
from dashboard.wording.numbers import occurred

LONGEST = timedelta(days=366 * 150)
AS_THEN_KNOWN = "then"
STATES = ("now", AS_THEN_KNOWN)


def replay_of(query: str) -> Replay:
    """Read what an address asks to replay; raises BadView with the reason."""
    view = parse_query(query)
    extra = sorted(view.to_json().keys() - _TAKEN)
    if extra:
        raise BadView(extra[0], view.to_json()[extra[0]][:60], f"one of {', '.join(_TAKEN)}")
    if view.from_at is None or view.as_of is None or view.known_at is None:
        raise BadView("from_at, as_of, known_at", "not all given", "three instants")
    if not timedelta(0) < view.as_of - view.from_at <= LONGEST:
        raise BadView("as_of", view.to_json()["as_of"], "after from_at, at most 150 years")
    return Replay(
        dimension=dimension_of(view),
        body=view.body or USUAL_BODY,
        from_at=view.from_at,
        to_at=view.as_of,
        known_at=view.known_at,
        as_then_known=state_of(view) == AS_THEN_KNOWN,
    )


def dimension_of(view: View) -> str | None:
    """Give the dimension whose matrix is replayed; none is the readiness matrix."""
    return view.dimension if view.dimension in DIMENSIONS else None


def state_of(view: View) -> str:
    """Give whether frames know what is known now, or what was known then."""
    return view.state if view.state in STATES else STATES[0]


def as_json(replay: Replay, found: Frames) -> dict[str, Any]:
    """Give a replay as the browser folds it: per cell the frames at which it changes."""
    return {
        "moments": [round(at.timestamp() * 1000) for at in found.moments],
        "dimension": replay.dimension,
        "actors": [[code, names.actor(code)] for code in _actors(found)],
        "cells": dict(_cell(row) for row in found.cells),
        "events": [_event(event) for event in found.events if event.seq is not None],
        "others": {str(one.i): one.others for one in found.events if one.seq is None},
    }


def _actors(found: Frames) -> list[str]:
    codes: set[str] = set()
    for row in found.cells:
        codes |= {row.actor_a, row.actor_b} if isinstance(row, PairFrames) else {row.actor}
    return sorted(codes, key=names.actor)


def _cell(row: ReadingFrames | PairFrames) -> tuple[str, list[list[Any]]]:
    if isinstance(row, PairFrames):
        values: list[Any] = [row.frames, row.levels, None, None, row.last_levels]
        return f"{row.actor_a}|{row.actor_b}", values
    weak = [int(one) for one in row.is_weak]
    known_last = [row.last_levels, row.last_indexes]
    return f"{row.area}|{row.actor}", [row.frames, row.levels, row.indexes, weak, *known_last]


def _event(event: FrameEvent) -> list[Any]:
    assert event.occurred_at is not None
    assert event.type is not None
    return [
        event.i,
        event.seq,
        occurred(event.occurred_at, event.date_precision),
        names.event_kind(event.type),
        names.plain(event.summary or ""),
    ]


async def answer(read_model: ReadModel, request: Request) -> Response:
    """Answer a request for frames: 400 with the reason when it cannot be read."""
    try:
        replay = replay_of(request.url.query)
    except (BadView, ValueError) as error:
        return JSONResponse({"error": str(error)}, 400)
    try:
        whatif = await whatif_of(read_model, parse_query(request.url.query))
        found = await frames_of(model_of(read_model, whatif), replay)
    except BadView as error:
        return JSONResponse({"error": str(error)}, 400)
    except ReadModelUnavailable as error:
        return JSONResponse({"error": str(error)}, 503)
    return await asyncio.to_thread(_written, as_json(replay, found), accepted(request.scope))


def _written(content: dict[str, Any], encoding: Encoding | None) -> Response:
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    headers = {"Cache-Control": "no-store", "Vary": "Accept-Encoding"}
    if encoding is not None:
        body = compressed(body, encoding)
        headers["Content-Encoding"] = encoding
    return Response(body, media_type="application/json", headers=headers)


_TAKEN = ("from_at", "as_of", "known_at", "body", "dimension", "state", "whatif")
