"""What became of a batch."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pause:
    """A partition that stands still until somebody looks."""

    partition: int
    reason: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a batch, and where each of its partitions goes on."""

    next_offsets: dict[int, int]
    stored: int = 0
    duplicates: int = 0
    dead: int = 0
    gaps: int = 0
    pauses: tuple[Pause, ...] = ()
    held: frozenset[int] = frozenset()  # partitions that stand still, since now or before
    seq: int | None = None  # the number of its last event in the ledger; None: nothing new
    set_aside: tuple[str, ...] = ()  # sources found to send mostly what is refused, just now

    def then(self, later: "Outcome") -> "Outcome":
        """Return what became of two batches, one after the other."""
        return Outcome(
            self.next_offsets | later.next_offsets,
            self.stored + later.stored,
            self.duplicates + later.duplicates,
            self.dead + later.dead,
            self.gaps + later.gaps,
            self.pauses + later.pauses,
            self.held | later.held,
            self.seq if later.seq is None else later.seq,
            self.set_aside + later.set_aside,
        )
