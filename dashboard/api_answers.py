"""What addresses under `/api` share: they take JSON, keep nothing, refuse in a sentence."""

from typing import TypeVar

import msgspec
from fastapi import Request
from fastapi.responses import JSONResponse

from dashboard.errors import Refusal

Body = TypeVar("Body")
NO_STORE = {"Cache-Control": "no-store"}


def is_json(request: Request) -> bool:
    """Tell whether a request says that its body is JSON."""
    return request.headers.get("content-type", "").partition(";")[0] == "application/json"


async def body_as(request: Request, kind: type[Body], no_json: str) -> Body:
    """Give the body of a request as a value; Refusal when it says or is anything else."""
    if not is_json(request):
        raise Refusal(415, no_json)
    try:
        return msgspec.json.decode(await request.body(), type=kind)
    except msgspec.MsgspecError as error:
        raise Refusal(400, str(error)) from error


def refused(status: int, why: str) -> JSONResponse:
    """Give a refusal with its reason."""
    return JSONResponse({"error": why}, status, headers=NO_STORE)
