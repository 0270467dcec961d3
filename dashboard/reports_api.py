"""The report of what Review shows, as a file: made by the command, with the rights of who asks.

A page only reads. So `muster report` makes it, as a person would in a shell; what it refuses, the
page says in the same words.
"""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Literal, NamedTuple

import msgspec
from fastapi import Request
from fastapi.responses import Response

from dashboard import by_command, trail, who
from dashboard.api_answers import NO_STORE, body_as, refused
from dashboard.errors import ReadModelUnavailable, Refusal
from dashboard.queries import ReadModel
from dashboard.wording.catalogue import say
from infra.audit.acts import Act, Outcome

WITHIN_S = 300
AT_ONCE = 2
TYPES = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}

Instant = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{4}-[0-9T:.-]{6,27}Z$")]
Id = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{12}$")]
Body = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$")]


class Wanted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A review that is kept, by its id, or what is shown: a body from A to B."""

    format: Literal["html", "pdf", "docx", "xlsx"]
    review: Id | None = None
    is_final: bool = False
    from_at: Instant | None = None
    to_at: Instant | None = None
    known_at: Instant | None = None
    body: Body | None = None

    def arguments(self) -> list[str] | None:
        """Return what the command is told; None for what is neither."""
        told = ["--format", self.format]
        if self.review is not None:
            is_alone = self.from_at is self.to_at is self.known_at is self.body is None
            return [*told, *(["--final"] * self.is_final), "--", self.review] if is_alone else None
        if self.from_at is None or self.to_at is None or self.body is None or self.is_final:
            return None
        known = ["--known-at", self.known_at] if self.known_at else []
        span = ["--from", self.from_at, "--to", self.to_at]
        return [*told, *span, "--body", self.body, *known]


class ReportsApi:
    """Makes the report that somebody asks for on Review."""

    def __init__(self, read_model: ReadModel, viewer: str) -> None:
        self._read_model = read_model
        self._viewer = viewer
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def post(self, request: Request) -> Response:
        """Answer with the file; 409 with a sentence where it cannot be made, 403 who may not.

        Who takes it is written into the trail before; 503 when that cannot be done.
        """
        try:
            wanted = await body_as(request, Wanted, say("review.report.wrong.type"))
        except Refusal as error:
            return refused(error.status, str(error))
        arguments = wanted.arguments()
        if arguments is None:
            return refused(400, say("review.report.wrong.what"))
        if wanted.is_final and not who.may("recorder"):
            return refused(403, say("review.report.wrong.final"))
        try:
            await trail.write(
                self._read_model, Act.EXPORT, Outcome.BEGUN, "review/report", _said_of(wanted)
            )
        except ReadModelUnavailable as error:
            return refused(503, str(error))
        async with self._turns:
            made = await self._made(arguments)
        if isinstance(made, str):
            return refused(409, made)
        said = {"Content-Disposition": f'attachment; filename="{made.name}"', **NO_STORE}
        return Response(made.content, media_type=TYPES[wanted.format], headers=said)

    async def _made(self, arguments: list[str]) -> "_Made | str":
        """Run the command to its end; give its file, or what it says is wrong."""
        with TemporaryDirectory(prefix="muster-report-") as folder:
            wrong = await self._run("--into", folder, *arguments)
            return wrong or await asyncio.to_thread(_file_in, Path(folder))

    async def _run(self, *arguments: str) -> str:
        try:
            wrong = await by_command.run(
                "report", viewer=self._viewer, within_s=WITHIN_S, arguments=[*arguments]
            )
        except TimeoutError:
            return say("review.report.wrong.long")
        if wrong is None:
            return ""
        return wrong.removeprefix("muster: ") or say("review.report.wrong.failed")


def _said_of(wanted: Wanted) -> dict[str, object]:
    """Say which report is taken away, by ids and clocks alone."""
    said = msgspec.to_builtins(wanted)
    return {name: value for name, value in said.items() if value not in (None, False)}


class _Made(NamedTuple):
    name: str
    content: bytes


def _file_in(folder: Path) -> _Made:
    [file] = folder.iterdir()
    return _Made(file.name, file.read_bytes())
