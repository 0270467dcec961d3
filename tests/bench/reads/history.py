"""The history a ledger is filled with: one year of events, heard in order, and nine more like it.

A year has two strands: the weekly life of the alliance, and the load of the other benchmarks with
its times spread over the year. Most of it is heard within days, one in a hundred up to two years
late, and one in two hundred results is corrected afterwards.
"""

import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby

from schemas.envelope import Decoded, decode, encode, envelope_for
from schemas.events import ExerciseResultRecorded
from tests.bench.load import LABEL_WEIGHTS, LABELS, fact
from tests.bench.reads.life import founding, life
from tests.support.builders import correction_of

YEARS = 10
YEAR = timedelta(days=365)
START = datetime(2016, 11, 1, tzinfo=UTC)
END = START + YEARS * YEAR
BLOCK_EVENTS = 10_000
CORRECTED = 0.005
VERY_LATE = 0.01
SETTLES_DAYS = 3

Heard = tuple[datetime, bytes]  # when an event reaches us, and the event


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the history that one process makes by itself."""

    number: int
    seed: int
    start: datetime
    end: datetime
    told: Sequence[Heard]  # the life of the alliance in it
    load_events: int
    first_seq: int

    @property
    def size(self) -> int:
        """Give how many events are in it."""
        return len(self.told) + self.load_events

    @property
    def last_seq(self) -> int:
        """Give the number of its last event."""
        return self.first_seq + self.size - 1


def first_year(seed: int, events: int) -> list[Block]:
    """Give the first year as blocks in order; together they hold that many events."""
    told = sorted([*founding(START), *life(START, START + YEAR)], key=lambda one: one[0])
    wanted = max(1, round(events / BLOCK_EVENTS))
    step = YEAR / wanted
    by_block = {
        number: list(group)
        for number, group in groupby(
            told, key=lambda one: min((one[0] - START) // step, wanted - 1)
        )
    }
    loaded = max(0, events - len(told))
    found: list[Block] = []
    seq = 1
    for number in range(wanted):
        share = loaded * (number + 1) // wanted - loaded * number // wanted
        start = START + number * step
        mine = by_block.get(number, [])
        found.append(Block(number, seed, start, start + step, mine, share, seq))
        seq += found[-1].size
    return found


def heard_in(block: Block) -> list[tuple[datetime, Decoded]]:
    """Give the events of a block as a worker sees them, in the order in which they are heard."""
    dice = random.Random(f"{block.seed}-{block.number}")
    heard = [(at, decode(text)) for at, text in block.told]
    while len(heard) < block.size:
        heard.append(_loaded(dice, block))
        is_corrected = dice.random() < CORRECTED and len(heard) < block.size
        if is_corrected and isinstance(heard[-1][1].data, ExerciseResultRecorded):
            heard.append(_corrected(heard[-1], block))
    return sorted(heard, key=lambda one: one[0])


def _loaded(dice: random.Random, block: Block) -> tuple[datetime, Decoded]:
    heard_at = block.start + (block.end - block.start) * dice.random()
    is_late = dice.random() < VERY_LATE
    days = dice.uniform(0, 730) if is_late else dice.expovariate(1 / SETTLES_DAYS)
    data = fact(dice, lambda dice: f"LANCE-{block.number}-{dice.randint(1, 20)}")
    label = dice.choices(LABELS, LABEL_WEIGHTS)[0]
    envelope = envelope_for(
        data,
        source="bench",
        id=str(uuid.UUID(int=dice.getrandbits(128), version=4)),
        time=(heard_at - timedelta(days=days)).replace(microsecond=0),
        label=label,
    )
    # What was just written needs not be read and judged again.
    return heard_at, Decoded(envelope, data, data, encode(envelope, data).decode(), label)


def _corrected(root: tuple[datetime, Decoded], block: Block) -> tuple[datetime, Decoded]:
    heard_at = root[0] + (block.end - root[0]) / 2
    text = correction_of(
        root[1].text.encode(),
        rating="M",
        id=f"c-{root[1].envelope.id}",
        occurred=f"{heard_at:%Y-%m-%dT%H:%M:%SZ}",
    )
    return heard_at, decode(text)
