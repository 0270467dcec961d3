"""Tables that people drop on the page Import: looked at, checked, recorded as who dropped them.

A page only reads. So `muster map` and `muster import` do it, in a process of their own, with the
session of who asks: they are compared with what that viewer may see, and go no higher.
"""

import asyncio
import hashlib
from typing import Annotated, Any

import msgspec
from fastapi import Request
from fastapi.responses import JSONResponse, Response
from starlette.requests import ClientDisconnect

from dashboard import by_command, trail, who
from dashboard.api_answers import NO_STORE, body_as, refused
from dashboard.dropped import LARGEST_BYTES, Dropped, Kept, name_of
from dashboard.errors import ReadModelUnavailable, Refusal
from dashboard.queries import ReadModel
from dashboard.wording.catalogue import say
from infra.audit.acts import Act, Outcome

DROP_WITHIN_S = 120
LOOK_WITHIN_S = 60
CHECK_WITHIN_S = 300
IMPORT_WITHIN_S = 1800
AT_ONCE = 2
UNUSABLE = 422
ON_THE_WAY = ("sending", "storing")
LONGEST_SHEET = 100
SHOWN_DIGITS = 12

Id = Annotated[str, msgspec.Meta(pattern=r"^[0-9a-f]{32}$")]
TypeName = Annotated[str, msgspec.Meta(pattern=r"^[a-z_.]{3,80}$")]
ShippedName = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9-]{1,60}$")]


class LookedAt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file, the type it shall become, and of a workbook which sheet."""

    file: Id
    type: TypeName | None = None
    sheet: Annotated[str, msgspec.Meta(max_length=LONGEST_SHEET)] = ""


class Wanted(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file, and the mapping it is read by: as made on the page, as a text, or one shipped."""

    file: Id
    mapping: dict[str, Any] | None = None
    toml: Annotated[str, msgspec.Meta(max_length=200_000)] | None = None
    shipped: ShippedName | None = None
    retract_gone: bool = False
    restore: bool = False

    @property
    def options(self) -> list[str]:
        """Give what the command is told beside the mapping."""
        return ["--retract-gone"] * self.retract_gone + ["--restore"] * self.restore


class ImportsApi:
    """Takes files, and turns them into events by a mapping."""

    def __init__(self, read_model: ReadModel, viewer: str) -> None:
        self._read_model = read_model
        self._viewer = viewer
        self._kept = Kept()
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._running: set[asyncio.Task[None]] = set()

    async def close(self) -> None:
        """End what runs, and forget all files."""
        for one in self._running:
            one.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        self._kept.close()

    async def drop(self, request: Request) -> Response:
        """Keep a file; answer 201 with its columns, and the mappings that come with Muster."""
        if self._kept.is_busy(self._asks):
            return refused(409, say("importing.wrong.busy"))
        one = Dropped(self._asks, name_of(request.query_params.get("name", "")))
        try:
            await _taken(request, one)
            sheet = request.query_params.get("sheet", "")[:LONGEST_SHEET]
            found = await self._looked_at(one, LookedAt(one.id, sheet=sheet))
        except Refusal as error:
            one.forget()
            return refused(error.status, str(error))
        if not self._kept.keep(one):
            one.forget()
            return refused(503, say("importing.wrong.many"))
        return JSONResponse({"file": one.id, "name": one.name, **found}, 201, headers=NO_STORE)

    async def look(self, request: Request) -> Response:
        """Answer with the columns of a sheet, and with a mapping to begin with."""
        try:
            wanted = await body_as(request, LookedAt, say("importing.wrong.type"))
            return JSONResponse(await self._looked_at(self._own(wanted.file), wanted), 200)
        except Refusal as error:
            return refused(error.status, str(error))

    async def check(self, request: Request) -> Response:
        """Answer with all that an import would do, or what is wrong with the mapping.

        Nothing is sent.
        """
        try:
            wanted = await body_as(request, Wanted, say("importing.wrong.type"))
            one = self._own(wanted.file)
            command = ("import", *_mapping(one, wanted), "--check", "--as-viewer", *wanted.options)
            found = await self._ran(one, *command, within_s=CHECK_WITHIN_S)
        except Refusal as error:
            if error.status != UNUSABLE:
                return refused(error.status, str(error))
            # What is not whole yet is no mistake of who is still at it.
            return JSONResponse({"wrong": str(error)}, 200, headers=NO_STORE)
        one.checked = _sha256(wanted)
        return Response(found.said, 200, headers=NO_STORE, media_type="application/json")

    async def post(self, request: Request) -> Response:
        """Answer 202 once an import is under way; it was checked before, and is written down."""
        try:
            wanted = await body_as(request, Wanted, say("importing.wrong.type"))
            one = self._own(wanted.file)
            if self._kept.is_busy(self._asks):
                return refused(409, say("importing.wrong.busy"))
            if one.checked != _sha256(wanted):
                return refused(409, say("importing.wrong.unchecked"))
            command = ("import", *_mapping(one, wanted), "--as-viewer", *wanted.options)
        except Refusal as error:
            return refused(error.status, str(error))
        # From here on it is busy: two clicks are one import.
        one.is_running, one.stage = True, {"stage": "reading"}
        try:
            await self._write_down(one, wanted)
        except ReadModelUnavailable as error:
            one.is_running = False
            return refused(503, str(error))
        except BaseException:
            one.is_running = False
            raise
        task = asyncio.create_task(self._imported(one, command))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return JSONResponse({"stage": "reading"}, 202, headers=NO_STORE)

    async def _write_down(self, one: Dropped, wanted: Wanted) -> None:
        # Names of files and mappings are words of people: neither goes into the trail.
        sha256 = await asyncio.to_thread(_content, one)
        detail = {"sha256": sha256, **_switches(wanted)}
        subject = f"table {sha256[:SHOWN_DIGITS]}"
        await trail.write(self._read_model, Act.IMPORT, Outcome.BEGUN, subject, detail)

    async def became(self, request: Request) -> Response:
        """Answer how far an import is, and at last what became of it."""
        one = self._kept.of(request.query_params.get("file", ""), self._asks)
        if one is None:
            return refused(404, say("importing.wrong.gone"))
        return JSONResponse(one.stage or {"stage": "none"}, 200, headers=NO_STORE)

    @property
    def _asks(self) -> str:
        person = who.person()
        return person.viewer if person else self._viewer

    def _own(self, id: str) -> Dropped:
        found = self._kept.of(id, self._asks)
        if found is None:
            raise Refusal(404, say("importing.wrong.gone"))
        return found

    async def _looked_at(self, one: Dropped, wanted: LookedAt) -> dict[str, Any]:
        told = ["--type", wanted.type] if wanted.type else []
        told += ["--sheet", wanted.sheet] if wanted.sheet else []
        found = await self._ran(one, "map", str(one.path), "--json", *told, within_s=LOOK_WITHIN_S)
        return msgspec.json.decode(found.said)

    async def _ran(self, one: Dropped, *command: str, within_s: float) -> by_command.Answer:
        try:
            async with self._turns:
                found = await by_command.answer(*command, within_s=within_s)
        except TimeoutError:
            raise Refusal(UNUSABLE, say("importing.wrong.long")) from None
        if not found.said:
            raise Refusal(UNUSABLE, _why(one, found.wrong))
        return found

    async def _imported(self, one: Dropped, command: tuple[str, ...]) -> None:
        """Run the import to its end, and keep what it said last."""
        process = await by_command.begun(*command)
        last: dict[str, Any] = {}
        try:
            async with asyncio.timeout(IMPORT_WITHIN_S):
                assert process.stdout is not None
                async for line in process.stdout:
                    last = msgspec.json.decode(line)
                    if last.get("stage") in ON_THE_WAY:
                        one.stage = last
                _, wrong = await process.communicate()
        except TimeoutError:
            last = {"stage": "failed", "why": say("importing.wrong.long")}
        else:
            if last.get("stage") != "done":
                why = _why(one, wrong.decode(errors="replace"))
                last = {"stage": "failed", "why": why}
        finally:
            if process.returncode is None:
                process.kill()
            # How it ended is said once another may begin.
            one.is_running, one.checked, one.stage = False, "", last


async def _taken(request: Request, one: Dropped) -> None:
    """Write what comes to disk, as far as it is not too much."""
    size = 0
    try:
        async with asyncio.timeout(DROP_WITHIN_S):
            with one.path.open("wb") as file:
                async for part in request.stream():
                    size += len(part)
                    if size > LARGEST_BYTES:
                        most = f"{LARGEST_BYTES // 1024**2} MB"
                        raise Refusal(413, say("importing.wrong.large", most=most))
                    await asyncio.to_thread(file.write, part)
    except (TimeoutError, ClientDisconnect):
        raise Refusal(408, say("importing.wrong.slow")) from None


def _mapping(one: Dropped, wanted: Wanted) -> tuple[str, str]:
    """Give the mapping and the file as the command takes them."""
    given = [wanted.mapping is not None, wanted.toml is not None, wanted.shipped is not None]
    if sum(given) != 1:
        raise Refusal(400, say("importing.wrong.one"))
    if wanted.shipped is not None:
        return wanted.shipped, str(one.path)
    if wanted.toml is not None:
        return str(one.beside("mapping.toml", wanted.toml.encode())), str(one.path)
    content = msgspec.json.encode(wanted.mapping)
    return str(one.beside("mapping.json", content)), str(one.path)


def _why(one: Dropped, wrong: str) -> str:
    """Give the last thing that a command said, without places of this machine."""
    last = wrong.strip().splitlines()[-1:] or [say("importing.wrong.failed")]
    return one.unplaced(last[0]).removeprefix("muster: ")


def _switches(wanted: Wanted) -> dict[str, Any]:
    return {"retract_gone": True} if wanted.retract_gone else {}


def _sha256(wanted: Wanted) -> str:
    return hashlib.sha256(msgspec.json.encode(wanted)).hexdigest()


def _content(one: Dropped) -> str:
    with one.path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
