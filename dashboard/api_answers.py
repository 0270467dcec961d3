"""What addresses under `/api` share: they take JSON, keep nothing, refuse in a sentence."""

from fastapi import Request
from fastapi.responses import JSONResponse

NO_STORE = {"Cache-Control": "no-store"}


def is_json(request: Request) -> bool:
    """Tell whether a request says that its body is JSON."""
    return request.headers.get("content-type", "").partition(";")[0] == "application/json"


def refused(status: int, why: str) -> JSONResponse:
    """Give a refusal with its reason."""
    return JSONResponse({"error": why}, status, headers=NO_STORE)
