"""How people come in, as the settings say: by no door at all, or by one with its way in."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.bundle import Bundle
from dashboard.people.by_provider import ByProvider
from dashboard.people.checks import Checks
from dashboard.people.documents import Documents
from dashboard.people.door import Door
from dashboard.people.entrance import MAX_BYTES, Entrance
from dashboard.people.provider import AtProvider
from dashboard.people.ways import ByPassword, WayIn
from dashboard.queries import ReadModel
from infra.clock import utc_now
from infra.reaching import secret_of
from infra.settings import Settings
from infra.viewers import mapping

Ended = Callable[[bytes | None], None]


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands around the application; nothing where nobody signs in."""

    around: Callable[[Any], Any]
    takes: Mapping[str, int]
    door: Door | None = None

    async def open(self) -> None:
        """Connect to the database when somebody comes."""
        if self.door is not None:
            await self.door.open()

    async def close(self) -> None:
        """Let go of the database."""
        if self.door is not None:
            await self.door.close()


def entry_of(
    settings: Settings,
    read_model: ReadModel,
    bundle: Bundle,
    *,
    pages: Collection[str],
    for_operators: Collection[str],
    ended: Ended,
) -> Entry:
    """Give the entry that the settings describe."""
    if settings.logins == "none":
        return Entry(lambda app: app, {})
    door = Door(settings.database("muster_door"), settings.session)
    issuer = settings.oidc.issuer if settings.oidc else ""
    documents = Documents(bundle.style, bundle.icon, issuer)
    way_in = _way_in(settings, door, documents)

    def around(app: Any) -> Entrance:
        return Entrance(
            app,
            read_model=read_model,
            door=door,
            way_in=way_in,
            documents=documents,
            where=settings.dashboard,
            pages=pages,
            for_operators=for_operators,
            ended=ended,
        )

    takes = {path: MAX_BYTES.get(path, 0) for path in around(None).paths}
    return Entry(around, takes, door)


def _way_in(settings: Settings, door: Door, documents: Documents) -> WayIn:
    if settings.oidc is None:
        return ByPassword(Checks(door), documents, settings.dashboard.proxy)
    return ByProvider(
        settings.oidc,
        AtProvider(settings.oidc, secret_of(settings.oidc)),
        mapping.read(settings.oidc.mapping),
        door=door,
        documents=documents,
        where=settings.dashboard,
        now=utc_now,
    )
