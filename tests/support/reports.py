"""A report with texts of every kind: long ones, foreign ones, and such as look like markup."""

from streams.report.document import (
    Bullets,
    Column,
    Document,
    Frame,
    Notice,
    Paragraph,
    Picture,
    Section,
    Table,
)
from streams.report.svg import before_and_after, stacked

MARKING = "EXERCISE DATA · SECRET"
STATE = "DRAFT of edition 1"
HOSTILE = "=1+1 #strong[x] <b>&amp;</b> \\ $x$ *a* _b_ `c` @ref \"q\" 'r' {{x}} </style>"
FOREIGN = "日本 עברית 😀 é Łódź Ελλάς Київ"
LONG = "urn:x:" + "averylongidentifier" * 8


def report(rows: int = 60, state: str = STATE) -> Document:
    shapes = stacked(("P", "S"), [("Land", (3, 0)), ("Command and comms", (1, 12))])
    ready = before_and_after(("before", "after"), [("Land", 0, 32, 32)])
    columns = (Column("Source", 2), Column("What", 4), Column("Event", 1, is_number=True))
    cells = tuple(
        (LONG, f"{HOSTILE}\n{FOREIGN}", f"{n:,}") for n in range(1234567, 1234567 + rows)
    )
    return Document(
        frame=Frame(
            title=f"After-action report: {HOSTILE}",
            subject=HOSTILE,
            marking=MARKING,
            state=state,
            is_final=False,
            author="operator",
            dated=(2026, 5, 12),
        ),
        sections=(
            Section("Not supported", (Notice("Nothing is final", (HOSTILE, LONG)),)),
            Section("Pictures", (_picture(shapes), _picture(ready), Bullets((FOREIGN, "b")))),
            Section("Improvement plan", (Paragraph(HOSTILE), Table("Plan", columns, cells))),
        ),
    )


def _picture(drawn: object) -> Picture:
    svg, width, height = drawn  # type: ignore[misc]
    return Picture("A drawing", svg, "Land: 3 and 0", width, height)
