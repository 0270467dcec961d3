"""What is said about the season's own commitments later: kept or not, said again, given up."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from schemas.events import CommitmentReaffirmed, CommitmentWithdrawn, ComplianceAssessed
from schemas.vocabulary import Stage
from streams.demo.chance import Chance
from streams.demo.meetings import BODY
from streams.demo.members import MEMBERS
from streams.demo.pledges import NOTICE, STOCKS
from streams.demo.telling import Told

ASSESSOR = "EXERCISE assessment group"
SAMPLE = 20  # an assessor scores a sample, never everybody
STAGES = ((3, Stage.INTERIM), (9, Stage.FINAL))


def scoring(chance: Chance, now: datetime) -> Iterator[Told]:
    """Return the scores of each year, the yearly word that stocks still matter, one withdrawal."""
    for year in range(NOTICE.start_on.year + 1, now.year + 1):
        for month, stage in STAGES:
            yield from _scores(chance, datetime(year, month, 15, 10, tzinfo=UTC), stage)
        yield _said_again(datetime(year, 6, 10, 12, tzinfo=UTC))
    yield _given_up(chance)


def _scores(chance: Chance, at: datetime, stage: Stage) -> Iterator[Told]:
    for actor in chance.some(MEMBERS, SAMPLE, "assessed", at.year):
        usual = chance.between(-0.6, 1.4, "keeps word", actor)
        score = round(usual + 0.5 * chance.swing("score", actor, at))
        data = ComplianceAssessed(
            commitment_id=NOTICE.commitment_id,
            actor=actor,
            score=max(-1, min(1, score)),
            stage=stage,
            assessor=ASSESSOR,
        )
        yield Told(f"SCORE-{at:%Y-%m}:{NOTICE.commitment_id}:{actor}", data, at, at)


def _said_again(at: datetime) -> Told:
    data = CommitmentReaffirmed(commitment_id=STOCKS.commitment_id, body=BODY)
    return Told(f"{STOCKS.commitment_id}:reaffirmed-{at.year}", data, at, at)


def _given_up(chance: Chance) -> Told:
    on = date(2025, 10, 16)
    [actor] = chance.some(MEMBERS, 1, "gives up", NOTICE.commitment_id)
    data = CommitmentWithdrawn(
        commitment_id=NOTICE.commitment_id,
        body=BODY,
        actors=(actor,),
        reason="the brigade is disbanded",
    )
    at = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    return Told(f"{NOTICE.commitment_id}:withdrawn-{actor}", data, at, at)
