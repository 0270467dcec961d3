"""What addresses under `/api` answer alike: nothing is kept, and a refusal is one sentence."""

from fastapi.responses import JSONResponse

NO_STORE = {"Cache-Control": "no-store"}


def refused(status: int, why: str) -> JSONResponse:
    """Give a refusal with its reason."""
    return JSONResponse({"error": why}, status, headers=NO_STORE)
