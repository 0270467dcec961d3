"""How the members of the season come on with what they promised. Every figure is invented.

The pledges of Wales and The Hague are real (see the fact files); their invented figures are marked
as estimates and lie outside 2015-2019, so that imported real figures of those years stand alone.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from schemas.events import CommitmentMade, CommitmentProgressReported
from schemas.vocabulary import Binding, Direction
from streams.demo.chance import Chance
from streams.demo.members import LARGE, MEMBERS, takes_part
from streams.demo.telling import Told

BASELINE_ON = date(2014, 6, 30)
FIRST_INVENTED_YEAR = 2020
FIRST_FORECAST_YEAR = 2025
STOCKS = CommitmentMade(
    commitment_id="EXERCISE-stocks-30-days",
    body="NATO",
    title="EXERCISE: hold ammunition for 30 days",
    actors=(),
    metric="ammunition stocks",
    unit="days of supply",
    baseline=12.0,
    target=30.0,
    direction=Direction.UP,
    start_on=date(2022, 7, 1),
    due_on=date(2028, 6, 30),
    binding=Binding.FIRM,
)
NOTICE = CommitmentMade(
    commitment_id="EXERCISE-notice-10-days",
    body="NATO",
    title="EXERCISE: have the first brigade ready within 10 days",
    actors=(),
    metric="notice to move",
    unit="days",
    baseline=30.0,
    target=10.0,
    direction=Direction.DOWN,
    start_on=date(2023, 1, 1),
    due_on=date(2027, 12, 31),
    binding=Binding.AIM,
)

Figure = Callable[[Chance, str, date], float]


def pledges(chance: Chance, now: datetime) -> Iterator[Told]:
    """Return the season's own commitments, and all progress reported up to now."""
    for commitment in (STOCKS, NOTICE):
        at = datetime(*commitment.start_on.timetuple()[:3], tzinfo=UTC)
        yield Told(commitment.commitment_id, commitment, at, at)
        days = _half_years(commitment, now)
        yield from _progress(chance, commitment.commitment_id, days, _path_of(commitment))
    year_ends = [date(year, 12, 31) for year in range(FIRST_INVENTED_YEAR, now.year)]
    since_wales = [BASELINE_ON, *year_ends]
    since_the_hague = [on for on in year_ends if on.year >= 2024]
    years = range(FIRST_FORECAST_YEAR, now.year + 1)
    yield from _forecasts(chance, STOCKS.commitment_id, years, _path_of(STOCKS))
    yield from _forecasts(chance, "nato:core-defence-3.5pct", years, _defence_pct)
    yield from _progress(chance, "nato:defence-expenditure-2pct", since_wales, _defence_pct)
    yield from _progress(chance, "nato:major-equipment-20pct", since_wales, _equipment_pct)
    yield from _progress(chance, "nato:core-defence-3.5pct", since_the_hague, _defence_pct)
    yield from _progress(chance, "nato:related-security-1.5pct", since_the_hague, _related_pct)


def _progress(
    chance: Chance, commitment_id: str, days: list[date], figure: Figure
) -> Iterator[Told]:
    for on in days:
        for actor in (actor for actor in MEMBERS if takes_part(actor, on)):
            name = f"PROGRESS-{on}:{commitment_id}:{actor}"
            value = round(figure(chance, actor, on), 2)
            data = CommitmentProgressReported(
                commitment_id=commitment_id,
                actor=actor,
                value=value,
                observed_on=on,
                is_estimate=True,
            )
            at = datetime(on.year, on.month, on.day, tzinfo=UTC)
            heard_at = at + timedelta(days=chance.between(10, 60, "heard", name))
            yield Told(name, data, at, heard_at)


def _forecasts(
    chance: Chance, commitment_id: str, years: Iterable[int], figure: Figure
) -> Iterator[Told]:
    """Return what some members expect each June of their year's end: hopeful, and no value."""
    for year in years:
        at, on = datetime(year, 6, 15, 10, tzinfo=UTC), date(year, 12, 31)
        hopeful = (a for a in MEMBERS if takes_part(a, on) and chance.happens(0.4, "forecasts", a))
        for actor in hopeful:
            name = f"FORECAST-{on}:{commitment_id}:{actor}"
            expected = figure(chance, actor, on) * chance.between(1.0, 1.15, "hope", name)
            data = CommitmentProgressReported(
                commitment_id=commitment_id,
                actor=actor,
                value=round(expected, 2),
                observed_on=on,
                is_estimate=True,
            )
            yield Told(name, data, at, at + timedelta(days=chance.between(3, 30, "heard", name)))


def _half_years(commitment: CommitmentMade, now: datetime) -> list[date]:
    years = range(commitment.start_on.year, now.year + 1)
    days = [date(year, month, day) for year in years for month, day in ((6, 30), (12, 31))]
    return [on for on in days if on > commitment.start_on]


def _path_of(commitment: CommitmentMade) -> Figure:
    """Return where a member stands on one of the season's own: each walks at its own pace."""
    baseline = commitment.baseline or 0.0
    days = (commitment.due_on - commitment.start_on).days

    def figure(chance: Chance, actor: str, on: date) -> float:
        pace = chance.between(0.1, 1.5, "pace", commitment.commitment_id, actor)
        walked = min(1.1, pace * (on - commitment.start_on).days / days)
        return baseline + (commitment.target - baseline) * walked

    return figure


def _defence_pct(chance: Chance, actor: str, on: date) -> float:
    first = chance.between(0.9, 1.7, "defence in 2014", actor) + (0.2 if actor in LARGE else 0)
    later = chance.between(1.5, 3.2, "defence in 2024", actor)
    years = (on - date(2014, 12, 31)).days / 365.25
    return max(
        0.5, first + (later - first) * years / 10 + 0.05 * chance.swing("defence", actor, on)
    )


def _equipment_pct(chance: Chance, actor: str, on: date) -> float:
    first = chance.between(6, 18, "equipment in 2014", actor)
    later = chance.between(15, 38, "equipment in 2024", actor)
    years = (on - date(2014, 12, 31)).days / 365.25
    return max(3, first + (later - first) * years / 10 + 2 * chance.swing("equipment", actor, on))


def _related_pct(chance: Chance, actor: str, on: date) -> float:
    first = chance.between(0.2, 1.1, "related in 2024", actor)
    return first + chance.between(-0.02, 0.15, "related a year", actor) * (on.year - 2024)
