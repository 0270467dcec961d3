"""What-ifs that are picked on a page: without this exercise, without this event.

A page only reads. So the command makes it, as a person would in a shell, with whatever rights this
process's settings have; where it may not, its one line is what the page says.
"""

import asyncio
from typing import Annotated

import msgspec
from fastapi import Request
from fastapi.responses import JSONResponse, Response

from dashboard import by_command, trail
from dashboard.api_answers import body_as, refused
from dashboard.errors import ReadModelUnavailable, Refusal
from dashboard.queries import ReadModel, ledger
from dashboard.queries.whatifs import WhatIf, whatifs
from dashboard.wording.catalogue import say
from infra.audit.acts import Act, Outcome

WITHIN_S = 120
MOST_CHARACTERS = 60


class Picked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is left out: an exercise by its id, or an event by its number."""

    exercise: Annotated[str, msgspec.Meta(min_length=1, max_length=128)] | None = None
    seq: Annotated[int, msgspec.Meta(ge=1, le=2**63 - 1)] | None = None


class WhatIfApi:
    """Takes what is picked, and answers with the what-if that leaves it out."""

    def __init__(self, read_model: ReadModel, viewer: str) -> None:
        self._read_model = read_model
        self._viewer = viewer
        self._turn = asyncio.Lock()

    async def post(self, request: Request) -> Response:
        """Answer 201 with the id once it can be looked at, 200 for one that was picked before."""
        try:
            picked = await body_as(request, Picked, say("whatif.wrong.type"))
        except Refusal as error:
            return refused(error.status, str(error))
        if (picked.exercise is None) == (picked.seq is None):
            return refused(400, say("whatif.wrong.one"))
        try:
            async with self._turn:
                return await self._without(picked)
        except ReadModelUnavailable as error:
            return refused(503, str(error))

    async def _without(self, picked: Picked) -> Response:
        if picked.exercise is not None:
            name = say("whatif.without_exercise", id=picked.exercise)
            what = ["--without-exercise", picked.exercise]
        else:
            event = await ledger.event(self._read_model, seq=picked.seq or 0)
            if event is None:
                return refused(404, say("whatif.wrong.no_event", seq=str(picked.seq)))
            name = say("whatif.without_event", seq=str(picked.seq))
            what = ["--without", f"{event.source}#{event.event_id}"]
        kind = "exercise" if picked.seq is None else "event"
        await trail.write(self._read_model, Act.WHAT_IF_ASK, Outcome.BEGUN, f"without an {kind}")
        name = name[:MOST_CHARACTERS]
        there = await self._named(name)
        if there is not None and there.is_computed:
            return JSONResponse({"whatif": there.whatif_id}, 200)
        done = ["refresh", name] if there else ["create", *what, "--", name]
        wrong = await by_command.run(
            "what-if", done[0], viewer=self._viewer, within_s=WITHIN_S, arguments=done[1:]
        )
        made = await self._named(name)
        if wrong or made is None:
            return refused(409, wrong or say("whatif.gone"))
        return JSONResponse({"whatif": made.whatif_id}, 201)

    async def _named(self, name: str) -> WhatIf | None:
        return next((one for one in await whatifs(self._read_model) if one.name == name), None)
