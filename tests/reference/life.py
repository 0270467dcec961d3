"""The read functions about the life of an alliance once more, in plain Python."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from statistics import fmean

from schemas.events import ExerciseResultRecorded, MeetingHeld, ResourceLevelReported
from tests.reference import (
    actors,
    anomalies,
    decisions,
    declared,
    guidance,
    lessons,
    meetings,
    notice,
    positions,
    sharing,
)
from tests.reference.actors import UnknownActor
from tests.reference.anomalies import Anomaly
from tests.reference.answers import (
    Action,
    AttendanceRecord,
    Burden,
    Cadence,
    Contribution,
    Decision,
    Divergence,
    Dormancy,
    Effect,
    Gap,
    Lesson,
    Note,
    Observation,
    Override,
    Planned,
    Reported,
    Sharing,
)
from tests.reference.declared import Baseline, Capability, NoticeBand, Overlap
from tests.reference.notice import ReportedNotice
from tests.reference.positions import Distance, Position
from tests.reference.reference import LAST_MOMENT, Reference
from tests.reference.statements import Statement

Measured = tuple[float, bool]  # a mean, and whether some of it is what was known last


@dataclass(frozen=True, slots=True)
class LifeReference(Reference):
    """A history of events, and everything a viewer of these labels reads from it."""

    def observations(self, as_of: datetime, known_at: datetime) -> list[Observation]:
        """Give what was observed."""
        return lessons.observations(self.visible(as_of, known_at))

    def remedial_actions(self, as_of: datetime, known_at: datetime) -> list[Action]:
        """Give what is to be done about lessons."""
        return lessons.actions(self.visible(as_of, known_at), as_of.date(), self.method)

    def lessons(self, as_of: datetime, known_at: datetime) -> list[Lesson]:
        """Give how far lessons are."""
        return lessons.lessons(self.visible(as_of, known_at), as_of.date(), self.method)

    def anomalies(self, as_of: datetime, known_at: datetime) -> list[Anomaly]:
        """Give what did not fit, and who contradicts whom."""
        observed, work = self.observations(as_of, known_at), self.remedial_actions(as_of, known_at)
        found = self.lessons(as_of, known_at)
        decided = self.decisions(None, as_of, known_at)
        journals = (
            ("decision", ((one.decision_id, one.anomalies, one.newest_seq) for one in decided)),
            (
                "observation",
                ((one.observation_id, one.anomalies, one.newest_seq) for one in observed),
            ),
            ("remedial_action", ((one.action_id, one.anomalies, one.newest_seq) for one in work)),
            ("lesson", ((one.lesson_id, one.anomalies, one.newest_seq) for one in found)),
        )
        every = anomalies.of_registers(self.visible(as_of, known_at))
        for kind, items in journals:
            every += anomalies.of_items(kind, items)
        return sorted(every, key=lambda one: (one.kind, one.item, one.anomaly))

    def unknown_actors(self, as_of: datetime, known_at: datetime) -> list[UnknownActor]:
        """Give who is named and neither a state nor declared as a partner."""
        declared = actors.partners(self.visible(LAST_MOMENT, known_at))
        return actors.unknown(self.visible(as_of, known_at), declared)

    def burden(self, body: str | None, as_of: datetime, known_at: datetime) -> list[Burden]:
        """Give how heavy open lessons weigh on members."""
        wanted = self.actors(body, as_of, known_at)
        return lessons.burden(self.lessons(as_of, known_at), wanted, self.method)

    def decisions(self, body: str | None, as_of: datetime, known_at: datetime) -> list[Decision]:
        """Give what a body decided, or did not."""
        return decisions.decisions(self.visible(as_of, known_at), body, as_of)

    def divergence(
        self, body: str | None, as_of: datetime, known_at: datetime
    ) -> list[Divergence]:
        """Give in which policy domains consensus fails."""
        found = self.decisions(body, as_of, known_at)
        return decisions.divergence(found, self.method)

    def positions(self, body: str | None, as_of: datetime, known_at: datetime) -> list[Position]:
        """Give where members stand by their votes elsewhere."""
        wanted = self.actors(body, as_of, known_at)
        return positions.positions(
            self.visible(as_of, known_at), wanted, as_of.date(), self.method
        )

    def position_distances(
        self,
        body: str | None,
        as_of: datetime,
        known_at: datetime,
        only_actor: str | None = None,
    ) -> list[Distance]:
        """Give how far apart members stand by their votes elsewhere."""
        return positions.distances(self.positions(body, as_of, known_at), only_actor)

    def overrides(self, body: str | None, as_of: datetime, known_at: datetime) -> list[Override]:
        """Give the levels set by commanders."""
        held = guidance.overrides(self.visible(as_of, known_at), as_of.date(), self.method)
        wanted = self.actors(body, as_of, known_at)
        kept = [one for one in held if wanted is None or one.actor in wanted]
        return guidance.beside(kept, self.readiness(None, as_of, known_at))

    def gaps(self, body: str, as_of: datetime, known_at: datetime) -> list[Gap]:
        """Give how far members are from what is required of them."""
        members = self.members(body, as_of, known_at)
        readings = self.readiness(body, as_of, known_at)
        return guidance.gaps(self.visible(as_of, known_at), body, members, readings)

    def dormancy(self, body: str | None, as_of: datetime, known_at: datetime) -> list[Dormancy]:
        """Give which commitments nobody speaks of."""
        return meetings.dormancy(self.visible(as_of, known_at), body, as_of.date(), self.method)

    def cadence(self, body: str | None, as_of: datetime, known_at: datetime) -> list[Cadence]:
        """Give how regularly a body meets."""
        return meetings.cadence(self.visible(as_of, known_at), body, as_of.date(), self.method)

    def attendance_record(
        self, body: str, as_of: datetime, known_at: datetime
    ) -> list[AttendanceRecord]:
        """Give how often members came."""
        members = self.actors(body, as_of, known_at) or ()
        statements = self.visible(as_of, known_at)
        return meetings.attendance(statements, body, members, as_of.date(), self.method)

    def calendar(self, body: str | None, as_of: datetime, known_at: datetime) -> list[Planned]:
        """Give what is planned."""
        members = self.actors(body, as_of, known_at) or ()
        return meetings.calendar(self.visible(as_of, known_at), body, members, as_of.date())

    def reporting(self, body: str, as_of: datetime, known_at: datetime) -> list[Reported]:
        """Give who has not reported."""
        statements = self._of_known(body, as_of, known_at)
        members = self.members(body, as_of, known_at)
        return sharing.reporting(statements, members, as_of.date(), self.method)

    def baselines(self, body: str | None, as_of: datetime, known_at: datetime) -> list[Baseline]:
        """Give by which baseline members work."""
        wanted = self.actors(body, as_of, known_at)
        return declared.baselines(self.visible(as_of, known_at), wanted)

    def capabilities(
        self, body: str | None, as_of: datetime, known_at: datetime
    ) -> list[Capability]:
        """Give what members offer."""
        wanted = self.actors(body, as_of, known_at)
        statements = self.visible(as_of, known_at)
        return declared.capabilities(statements, wanted, as_of.date(), self.method)

    def notice_to_move(
        self, body: str | None, as_of: datetime, known_at: datetime
    ) -> list[NoticeBand]:
        """Give how much can move how soon."""
        return declared.notice_to_move(self.capabilities(body, as_of, known_at), self.method)

    def reported_notice(
        self, body: str | None, as_of: datetime, known_at: datetime
    ) -> list[ReportedNotice]:
        """Give how fast members say they can move."""
        wanted = self.actors(body, as_of, known_at)
        statements = self._of_known(body, as_of, known_at)
        return notice.reported(statements, wanted, as_of.date(), self.method)

    def standards(self, body: str | None, as_of: datetime, known_at: datetime) -> list[Overlap]:
        """Give how many standards pairs both work by."""
        wanted = self.actors(body, as_of, known_at)
        return declared.standards(self.visible(as_of, known_at), wanted)

    def insight_sharing(
        self, body: str | None, as_of: datetime, known_at: datetime
    ) -> list[Sharing]:
        """Give how much insight went from whom to whom."""
        return sharing.insight(self.visible(as_of, known_at), self.actors(body, as_of, known_at))

    def contributions(self, body: str, as_of: datetime, known_at: datetime) -> list[Contribution]:
        """Give what each member brings."""
        return sharing.contributions(
            statements=self._of_known(body, as_of, known_at),
            members=self.members(body, as_of, known_at),
            readings=self.readiness(body, as_of, known_at),
            standings=self.commitments(body, as_of, known_at),
            offers=self.capabilities(body, as_of, known_at),
            on=as_of.date(),
            method=self.method,
        )

    def notes(self, about: str | None, as_of: datetime, known_at: datetime) -> list[Note]:
        """Give what was written about something."""
        return sharing.notes(self.visible(as_of, known_at), about)

    def meeting_effect(
        self, body: str, as_of: datetime, known_at: datetime, max_meetings: int = 4
    ) -> list[Effect]:
        """Give how both sides of a meeting's door stood before and after it."""
        window = timedelta(days=self.method.effect.window_days)
        found = meetings.held(self.visible(as_of, known_at), body, (as_of - window).date())
        recent = sorted(found, key=lambda one: (one.started_on, one.meeting_id), reverse=True)
        return [
            effect
            for meeting in recent[:max_meetings]
            for effect in self._effects(meeting, body, known_at, window)
        ]

    def _of_known(self, body: str | None, as_of: datetime, known_at: datetime) -> list[Statement]:
        """Give what was said, without reports and results of actors that nobody knows."""
        wanted = self._wanted(body, as_of, known_at)
        return [
            one
            for one in self.visible(as_of, known_at)
            if not isinstance(one.data, ResourceLevelReported | ExerciseResultRecorded)
            or wanted(one.data.actor)
        ]

    def _effects(
        self, meeting: MeetingHeld, body: str, known_at: datetime, window: timedelta
    ) -> list[Effect]:
        day = _midnight(meeting.started_on)
        moments = (day - window, day + window)
        present = {one.actor for one in meeting.attendees}
        members = {one.actor for one in self.members(body, day, known_at)}
        indices = tuple(self._indices(at, known_at) for at in moments)
        ratios = tuple(self._ratios(body, at, known_at) for at in moments)
        return [
            _effect(meeting, actors, came, indices, ratios)
            for came, actors in ((True, members & present), (False, members - present))
            if actors
        ]

    def _indices(self, at: datetime, known_at: datetime) -> dict[str, Measured]:
        """Give each actor's mean of what was last known, and whether any of it has lapsed."""
        found: dict[str, list[tuple[float, bool]]] = {}
        for reading in self.readiness(None, at, known_at):
            if reading.last_index is not None:
                known = (reading.last_index, reading.index is None)
                found.setdefault(reading.actor, []).append(known)
        return {
            actor: (fmean(index for index, _ in known), any(lapsed for _, lapsed in known))
            for actor, known in found.items()
        }

    def _ratios(self, body: str, at: datetime, known_at: datetime) -> dict[str, float]:
        found: dict[str, list[float]] = {}
        for standing in self.commitments(body, at, known_at):
            if standing.score is not None and standing.is_counted:
                found.setdefault(standing.actor, []).append(standing.score)
        return {actor: (fmean(scores) + 1) / 2 for actor, scores in found.items()}


def _effect(
    meeting: MeetingHeld,
    actors: Iterable[str],
    came: bool,
    indices: tuple[dict[str, Measured], ...],
    ratios: tuple[dict[str, float], ...],
) -> Effect:
    measured = sorted(set(actors) & indices[0].keys() & indices[1].keys())
    scored = sorted(set(actors) & ratios[0].keys() & ratios[1].keys())
    return Effect(
        meeting_id=meeting.meeting_id,
        level=meeting.level,
        started_on=meeting.started_on,
        attended=came,
        actors=len(measured),
        index_before=fmean(indices[0][one][0] for one in measured) if measured else None,
        index_after=fmean(indices[1][one][0] for one in measured) if measured else None,
        scored=len(scored),
        compliance_before=fmean(ratios[0][one] for one in scored) if scored else None,
        compliance_after=fmean(ratios[1][one] for one in scored) if scored else None,
        lapsed=sum(indices[0][one][1] or indices[1][one][1] for one in measured),
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)
