"""`/api/alerts`: how many alerts of who asks are open, and acknowledging or shelving one."""

import secrets
from datetime import timedelta
from typing import Annotated, Literal, NamedTuple

import msgspec
from fastapi import Request
from fastapi.responses import JSONResponse, Response

from dashboard.api_answers import NO_STORE, is_json, refused
from dashboard.errors import ReadModelUnavailable
from dashboard.queries import ReadModel, alerts
from dashboard.wording.catalogue import say, texts

SHELF_BYTES = 6
_STATUS = {"unknown": 404, "already": 409, "too long": 400, "not allowed": 403}


class Act(msgspec.Struct, forbid_unknown_fields=True):
    """What somebody does to an alert."""

    act: Literal["acknowledge", "shelve"]
    episode: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{16}$")]
    minutes: Annotated[int, msgspec.Meta(ge=1, le=720)] = 60
    why: Annotated[str, msgspec.Meta(min_length=1, max_length=500)] = "on the screen"


class _Became(NamedTuple):
    became: str


class AlertsApi:
    """Counts the alerts of who asks, and lets that viewer take care of one."""

    def __init__(self, read_model: ReadModel) -> None:
        self._read_model = read_model

    async def show(self, _request: Request) -> Response:
        """Answer with how many are open, for who asks and nobody else."""
        try:
            found = await alerts.alert_counts(self._read_model)
        except ReadModelUnavailable as error:
            return refused(503, str(error))
        words = say("alerts.chip", n=found.open)
        body = {"open": found.open, "waiting": found.unacknowledged, "highest": found.highest}
        return JSONResponse({**body, "words": words}, headers=NO_STORE)

    async def act(self, request: Request) -> Response:
        """Do what is asked, if it is an alert of who asks."""
        if not is_json(request):
            return refused(415, say("alerts.wrong.type"))
        try:
            asked = msgspec.json.decode(await request.body(), type=Act)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            return refused(400, say("alerts.wrong.unreadable", why=str(error)))
        try:
            [done] = await self._read_model.act(
                _Became,
                "act_on_my_alert",
                act=asked.act,
                of_episode=asked.episode,
                of_shelf=None,
                new_id=secrets.token_hex(SHELF_BYTES),
                lasts=timedelta(minutes=asked.minutes),
                why=asked.why,
            )
        except ReadModelUnavailable as error:
            return refused(503, str(error))
        if done.became != "done":
            wrong = done.became.replace(" ", "_")
            return refused(_STATUS[done.became], texts("alerts.refused")[wrong])
        return JSONResponse({"became": "done"}, headers=NO_STORE)
