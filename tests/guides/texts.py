"""What is added by following the guides: an example of each."""

EVENT = '''"""That somebody is to come back to something."""

from typing import ClassVar

from schemas.events.event import EventData
from schemas.vocabulary import Name, Subject, Text, TopicName


class ReminderSet(EventData, frozen=True, kw_only=True):
    """Somebody is to come back to something on the screen."""

    TYPE: ClassVar[str] = "org.muster.reminder.set"
    TOPIC: ClassVar[TopicName | None] = TopicName.SUMMIT_DECISIONS
    SUBJECT: ClassVar[tuple[str, ...]] = ("about",)

    about: Subject
    text: Text
    author: Name
'''
EVENT_IMPORT = "from schemas.events.reminder import ReminderSet\n"
EXAMPLE = """{
  "specversion": "1.0",
  "id": "reminder-1",
  "source": "dashboard/screen",
  "type": "org.muster.reminder.set",
  "subject": "EST",
  "time": "2026-11-23T10:00:00Z",
  "datacontenttype": "application/json",
  "dataschema": "urn:muster:schema:reminder.set:v1",
  "policy": "PUBLIC",
  "classification": "UNCLASSIFIED",
  "data": {
    "about": "EST",
    "text": "Ask again when the depot is open.",
    "author": "Watch officer"
  }
}
"""
EVENT_ROWS = '''def of_reminder(fact: Fact) -> Iterable[NoteRow]:
    """Return what is to be looked at again."""
    set_ = fact.data
    assert isinstance(set_, ReminderSet)
    return (NoteRow(kind="reminder", about=set_.about, text=set_.text, author=set_.author),)


'''
PROJECTION = '''"""Who wrote about what?"""

from collections.abc import Iterable

from schemas.events import NoteAdded
from streams.events.recorded import Fact
from streams.projections.projection import Projection, Row


class AuthorRow(Row, frozen=True, kw_only=True):
    """That somebody wrote about something."""

    about: str
    author: str


def of_author(fact: Fact) -> Iterable[AuthorRow]:
    """Return who wrote about what."""
    note = fact.data
    assert isinstance(note, NoteAdded)
    return (AuthorRow(about=note.about, author=note.author),)


AUTHOR = Projection(table="author", row=AuthorRow, rows_of={NoteAdded: of_author})
'''
MIGRATION = """-- Who wrote notes about what.

create table author (
    about   text collate "C" not null,
    author  text collate "C" not null
);
select muster.stamped('author', 'That somebody wrote about something.');
create index author_root on author (root_seq);
"""
READ_FUNCTION = """-- needs: common/visible

create function authors(as_of timestamptz, known_at timestamptz)
returns table (author text, notes int)
language plpgsql stable set search_path from current as $$
#variable_conflict use_column
begin
    return query
    with viewer as materialized (select muster.my_labels() as labels)
    select a.author, count(*)::int
    from viewer, _visible_author($1, $2, viewer.labels) a
    group by a.author
    order by a.author collate "C";
end $$;
comment on function authors is 'Who wrote how many notes?';
"""
CARD = '''"""When each actor belonged."""

from dashboard.components.cards import Card
from dashboard.components.grid import Column, Grid, actor, day_value
from dashboard.components.table import Kind
from dashboard.pages.partners.data import Partners
from dashboard.pages.partners.queries import Belonging
from dashboard.wording.catalogue import say

SPELLS = Card[Partners](
    id="spells",
    look="area-spells",
    heading="partners.spells.title",
    title=lambda found: say("partners.spells.title"),
    body=Grid[Partners, Belonging](
        id="spells-grid",
        heads="partners.spells.columns",
        nothing="partners.spells.nothing",
        rows=lambda found: found.belonging,
        columns=(
            actor("actor", 130, lambda one: one.actor, with_code=False),
            Column("from_on", 120, lambda one: day_value(one.from_on), Kind.DAY),
        ),
    ),
)
'''
CARD_TEXTS = """[partners.spells]
title = "Since when"
nothing = "Nobody belongs to this body."

[partners.spells.columns]
actor = "Actor"
from_on = "Since"

"""
PAGE = {
    "dashboard/pages/authors/__init__.py": '''"""Who wrote?"""

from dashboard.components.page import Page
from dashboard.pages.authors.card import WRITERS
from dashboard.pages.authors.data import PATH, Authors, read

PAGE = Page[Authors](
    name="authors",
    path=PATH,
    heading="authors.title",
    parts=(WRITERS,),
    read=read,
    empty=lambda found: None,
)
''',
    "dashboard/pages/authors/data.py": '''"""Everything the page of authors shows."""

from dataclasses import dataclass

from dashboard.asked import Asked
from dashboard.moment import Moment
from dashboard.queries import bodies
from dashboard.queries.bodies import Member

PATH = "/authors"


@dataclass(frozen=True, slots=True, kw_only=True)
class Authors:
    """Everything the page shows, from one moment."""

    moment: Moment
    members: list[Member]


async def read(asked: Asked) -> Authors:
    """Ask everything the page shows."""
    moment = asked.moment
    members = await bodies.members(asked.model, **moment.of_body)
    return Authors(moment=moment, members=members)
''',
    "dashboard/pages/authors/card.py": '''"""Who may write."""

from dashboard.components.cards import Card
from dashboard.components.grid import Grid, actor
from dashboard.pages.authors.data import Authors
from dashboard.queries.bodies import Member
from dashboard.wording.catalogue import say

WRITERS = Card[Authors](
    id="writers",
    look="area-writers",
    heading="authors.writers.title",
    title=lambda found: say("authors.writers.title"),
    body=Grid[Authors, Member](
        id="writers-grid",
        heads="authors.writers.columns",
        nothing="authors.writers.nothing",
        rows=lambda found: found.members,
        columns=(actor("actor", 130, lambda one: one.actor, with_code=False),),
    ),
)
''',
    "dashboard/pages/authors/texts.toml": """# The page of authors.
[authors]
title = "Authors"

[authors.writers]
title = "Who may write"
nothing = "Nobody belongs to this body."

[authors.writers.columns]
actor = "Actor"
""",
}
