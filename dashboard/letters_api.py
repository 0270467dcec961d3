"""Dead letters, corrected on a page: checked while they are typed, sent in the place of what came.

A page only reads. So `muster dead-letters redrive --corrected` sends the copy and writes down who
did it; what it refuses, the page says in the same words.
"""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, TypedDict

import msgspec
from fastapi import Request
from fastapi.responses import JSONResponse, Response

from dashboard import by_command, trail, who
from dashboard.api_answers import NO_STORE, body_as, refused
from dashboard.errors import ReadModelUnavailable, Refusal
from dashboard.pages.events import letter_words as words
from dashboard.pages.events import queries
from dashboard.pages.events.queries import Letter
from dashboard.queries import ReadModel
from dashboard.wording.catalogue import say
from infra.audit.acts import Act, Outcome
from schemas.faults import Fault, faults_today

WITHIN_S = 90
LONGEST = 1024 * 1024

Address = Annotated[
    str, msgspec.Meta(pattern=r"^[A-Za-z0-9._-]{1,249}@[0-9]{1,9}/[0-9]{1,9}/[0-9]{1,18}$")
]


class Copy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A dead letter by where it lies, and the text that is to take its place."""

    letter: Address
    text: Annotated[str, msgspec.Meta(max_length=LONGEST)]


class LettersApi:
    """Takes corrected copies, and says what became of each."""

    def __init__(self, read_model: ReadModel, viewer: str) -> None:
        self._read_model = read_model
        self._viewer = viewer
        self._turn = asyncio.Lock()

    async def check(self, request: Request) -> Response:
        """Answer with all that is wrong with a copy; nothing is sent."""
        try:
            copy = await body_as(request, Copy, say("events.letter.wrong.type"))
        except Refusal as error:
            return refused(error.status, str(error))
        return _said(await _faults(copy), 200)

    async def post(self, request: Request) -> Response:
        """Answer 201 with what became of the copy, 422 with its faults.

        Who sends it is written into the trail before; 503 when that cannot be done.
        """
        try:
            copy = await body_as(request, Copy, say("events.letter.wrong.type"))
            letter = await self._letter(copy)
            if faults := await _faults(copy):
                return _said(faults, 422)
            subject, detail = words.name(letter), {"corrected": True, "letter": copy.letter}
            await trail.write(self._read_model, Act.REDRIVE, Outcome.BEGUN, subject, detail)
            async with self._turn:
                before = await self._done(letter)
                wrong = await self._sent(letter, copy.text)
                done = await self._done(letter)
        except Refusal as error:
            return refused(error.status, str(error))
        except ReadModelUnavailable as error:
            return refused(503, str(error))
        if len(done) == len(before):
            return refused(409, wrong)
        return JSONResponse({"faults": [], "said": done[-1]}, 201, headers=NO_STORE)

    async def _done(self, letter: Letter) -> list[str]:
        """Give what was done with it in words, and what became of each."""
        place = _place(words.address(letter))
        found = await queries.dead_letter_actions(self._read_model, **place)
        return [words.done(one) for one in found]

    async def _letter(self, copy: Copy) -> Letter:
        """Give the dead letter, to who may see its content and send it again."""
        if not who.may("administrator"):
            raise Refusal(403, say("events.letter.wrong.operator"))
        letter = await queries.dead_letter(self._read_model, **_place(copy.letter))
        if letter is None or not letter.is_covered:
            raise Refusal(404, say("events.letter.wrong.nothing"))
        if letter.state == "discarded":
            raise Refusal(409, say("events.letter.wrong.discarded"))
        return letter

    async def _sent(self, letter: Letter, text: str) -> str:
        """Send the copy; give what the command says is wrong."""
        again = ["--again"] if letter.state == "redriven" else []
        with TemporaryDirectory(prefix="muster-copy-") as folder:
            file = Path(folder) / "event.json"
            file.write_text(text, encoding="utf-8")
            told = [words.name(letter), "--corrected", str(file), *again]
            try:
                wrong = await by_command.run(
                    "dead-letters", "redrive", viewer=self._viewer, within_s=WITHIN_S,
                    arguments=told,
                )  # fmt: skip
            except TimeoutError:
                return say("events.letter.wrong.long")
        return (wrong or "").removeprefix("muster: ")


async def _faults(copy: Copy) -> tuple[Fault, ...]:
    # A long text takes its time, and others must not wait for it.
    return await asyncio.to_thread(faults_today, copy.text.strip().encode(), (), None)


def _said(faults: tuple[Fault, ...], status: int) -> Response:
    return JSONResponse({"faults": msgspec.to_builtins(list(faults))}, status, headers=NO_STORE)


class _Place(TypedDict):
    topic: str
    epoch: int
    partition: int
    offset: int


def _place(address: str) -> _Place:
    topic, _, rest = address.partition("@")
    epoch, partition, offset = map(int, rest.split("/"))
    return {"topic": topic, "epoch": epoch, "partition": partition, "offset": offset}
