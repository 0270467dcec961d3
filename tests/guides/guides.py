"""The rows of CONTRIBUTING's table, each as the steps that it names, on an example.

Each step says what a check must say when it was left out.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from tests.guides import texts
from tests.guides.place import Place

SCHEMAS = "tests/contract/test_schemas.py"
PROJECTIONS = "tests/contract/test_projections.py"
FOLDS = "tests/contract/test_folds.py"
FUNCTIONS = "tests/contract/test_read_functions.py"
VISIBLE = "tests/contract/test_visible.py"
REFERENCE = "tests/contract/test_read_reference.py"
CARDS = "tests/contract/test_cards.py"
# Only what needs no database: these are to be quick.
WITHOUT_DATABASE = ("-k", "not has_its_table and not were_there_before_ranks or today")


class Step(NamedTuple):
    """One thing to do, as the table calls it, and what a check says when it was not done."""

    row: str
    told: str
    do: Callable[[Place], None]


class Guide(NamedTuple):
    """A row of the table: what is added, the steps in which it is, and what checks them."""

    name: str
    steps: tuple[Step, ...]
    checks: Sequence[str]


def _file(row: str, path: str, text: str, told: str) -> Step:
    return Step(row, told, partial(Place.add, path=path, text=text))


def _lines(row: str, told: str, path: str, *pairs: tuple[str, str]) -> Step:
    def put(place: Place) -> None:
        for before, text in pairs:
            place.put(path, before, text)

    return Step(row, told, put)


def _command(module: str) -> Step:
    return Step(f"python -m {module}", f"python -m {module}", partial(Place.run, module=module))


EVENT_TYPE = Guide(
    "an event type",
    (
        _file(
            "schemas/events/<family>.py",
            "schemas/events/reminder.py",
            texts.EVENT,
            "schemas.events.reminder",
        ),
        _lines(
            "schemas/events/registry.py",
            "name them in FACT_TYPES or EARLIER_TYPES of schemas/events/registry.py.*ReminderSet",
            "schemas/events/registry.py",
            ("from schemas.events.summit", texts.EVENT_IMPORT),
            ("    ReviewNamed,\n)\nAMENDMENT", "    ReminderSet,\n"),
        ),
        _file(
            "schemas/examples/",
            "schemas/examples/reminder.set/v1/levels.json",
            texts.EXAMPLE,
            "ReminderSet has no example in .*schemas/examples/reminder.set",
        ),
        _lines(
            "streams/projections/",
            "no projection of streams/projections/ takes ReminderSet",
            "streams/projections/note.py",
            ("from streams.events", texts.EVENT_IMPORT),
            ("NOTE = Projection", texts.EVENT_ROWS),
            ("dict.fromkeys(_KINDS, of_note))", "{ReminderSet: of_reminder} | "),
        ),
        _command("schemas.generate"),
        _command("tests.hashes"),
        _command("tests.folds"),
    ),
    (SCHEMAS, PROJECTIONS, FOLDS, *WITHOUT_DATABASE),
)
PROJECTION = Guide(
    "a projection with its read function",
    (
        _file(
            "streams/projections/<question>.py",
            "streams/projections/author.py",
            texts.PROJECTION,
            "infra/timescale/schema.sql has a table author, and no projection",
        ),
        _file(
            "infra/timescale/world/",
            "infra/timescale/world/0099_author.sql",
            texts.MIGRATION,
            "author is not so in infra/timescale/schema.sql: write its migration",
        ),
        _file(
            "streams/read/<question>/",
            "streams/read/ledger/authors.sql",
            texts.READ_FUNCTION,
            "no read function asks _visible_author",
        ),
        _command("tests.visible"),
        _command("tests.schema"),
        _command("tests.folds"),
        _command("tests.read_reference"),
    ),
    (PROJECTIONS, FOLDS, VISIBLE, FUNCTIONS, REFERENCE, *WITHOUT_DATABASE),
)
CARD = Guide(
    "a card",
    (
        _file(
            "dashboard/pages/<page>/",
            "dashboard/pages/partners/spells.py",
            texts.CARD,
            "dashboard.pages.partners.spells",
        ),
        _lines(
            "dashboard/pages/<page>/__init__.py",
            "name them in the parts of partners's PAGE.*spells",
            "dashboard/pages/partners/__init__.py",
            ("from dashboard.wording", "from dashboard.pages.partners.spells import SPELLS\n"),
            ("),\n    read=read", ", SPELLS"),
        ),
        _lines(
            "dashboard/pages/<page>/texts.toml",
            "the catalogue has no table 'partners.spells.columns'",
            "dashboard/pages/partners/texts.toml",
            ("[partners.notice]\n", texts.CARD_TEXTS),
        ),
    ),
    (CARDS,),
)
PAGE = Guide(
    "a page",
    (
        Step(
            "dashboard/pages/",
            "cannot import name 'authors' from 'dashboard.pages'",
            lambda place: [place.add(path, text) for path, text in texts.PAGE.items()] and None,
        ),
        _lines(
            "dashboard/app.py",
            "name them in PAGES of dashboard/app.py.*authors",
            "dashboard/app.py",
            ("    events,\n    exercises,", "    authors,\n"),
            ("    system.PAGE,\n)", "    authors.PAGE,\n"),
        ),
        _lines(
            "pyproject.toml",
            'name them under "inside a page" in pyproject.toml.*authors',
            "pyproject.toml",
            ('    "dashboard.pages.events",\n', '    "dashboard.pages.authors",\n'),
        ),
    ),
    (CARDS,),
)
GUIDES = (EVENT_TYPE, PROJECTION, CARD, PAGE)
