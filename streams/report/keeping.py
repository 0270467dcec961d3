"""Reviews as they are kept: what is done to them is added, and nothing is ever changed."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

import msgspec

from infra.audit import trail
from infra.audit.acts import Act as Audited
from infra.audit.acts import Outcome
from infra.postgres import Connection, transaction
from infra.sql import load
from schemas.labels import Label
from streams.report.errors import BadFinding, NoSuchReview, NothingToReview, ReviewExists
from streams.report.reading import ReadModel
from streams.report.review import EventName, Finding, Review, Scope, WrittenFinding
from streams.store.tables import labels

ID_BYTES = 6
NOT_KEPT = "not kept"  # in the place of an id
_KNOWN = {Scope.EXERCISE: "known_exercise", Scope.MEETING: "known_meeting"}
ALWAYS = "infinity"  # what people keep is not of the ledger's clock


class Kept(NamedTuple):
    """A review that is kept."""

    review_id: str
    name: str
    scope: str
    scope_id: str | None
    body: str
    from_at: datetime | None
    to_at: datetime | None
    review_known_at: datetime | None
    author: str
    created_at: datetime
    changed_at: datetime
    findings: int
    editions: int

    @property
    def review(self) -> Review:
        """Return it as it was made."""
        return Review(
            name=self.name,
            scope=Scope(self.scope),
            scope_id=self.scope_id,
            body=self.body,
            from_at=self.from_at,
            to_at=self.to_at,
            known_at=self.review_known_at,
        )


class KeptFinding(NamedTuple):
    """A finding of a review, with the numbers of the events it rests on."""

    finding_id: str
    kind: str
    observation: str
    reference: str | None
    area: str | None
    objective_id: str | None
    root_cause: str | None
    explanation: str | None
    elements: list[str]
    evidence: list[int]
    author: str
    acted_at: datetime


class Identity(NamedTuple):
    """Which event this is."""

    source: str
    event_id: str


class _Scope(NamedTuple):
    scope_id: str


class Act(NamedTuple):
    """Who does something to a review, and how that is marked."""

    author: str
    label: Label
    at: datetime


def act_of(model: ReadModel, owner: Connection) -> Act:
    """Return who acts, marked as what that viewer is shown."""
    return Act(model.reader().viewer, model.label(model.head().recorded_at), now(owner))


def now(owner: Connection) -> datetime:
    """Return what time it is by the clock that records."""
    row = owner.execute(_query("now")).fetchone()
    assert row is not None
    return row[0]


def reviews(model: ReadModel) -> list[Kept]:
    """Return all reviews that the viewer may see, the oldest first."""
    return model.ask(Kept, "reviews", known_at=ALWAYS)


def named(model: ReadModel, name: str) -> Kept:
    """Return the review of a name, or of an id where two have the same name."""
    found = [one for one in reviews(model) if name in (one.name, one.review_id)]
    if not found:
        raise NoSuchReview(f"there is no review {name[:60]!r}; `muster review list` shows all")
    if len(found) > 1:
        ids = " or ".join(one.review_id for one in found)
        raise NoSuchReview(f"{len(found)} reviews are named {name[:60]!r}; say {ids}")
    return found[0]


def unkept(review: Review, author: str, at: datetime) -> Kept:
    """Return a review that nobody keeps, as if it were: nothing was found in it yet."""
    return Kept(
        review_id=NOT_KEPT,
        name=review.name,
        scope=review.scope,
        scope_id=review.scope_id,
        body=review.body,
        from_at=review.from_at,
        to_at=review.to_at,
        review_known_at=review.known_at,
        author=author,
        created_at=at,
        changed_at=at,
        findings=0,
        editions=0,
    )


def findings(model: ReadModel, review_id: str) -> list[KeptFinding]:
    """Return what was found in a review, in the order in which it was said."""
    return model.ask(KeptFinding, "findings", review_id=review_id, known_at=ALWAYS)


def create(owner: Connection, model: ReadModel, act: Act, review: Review) -> tuple[str, bool]:
    """Keep a new review; return its id, and whether it is new: made again it is the same one."""
    for one in reviews(model):
        if one.name == review.name:
            if one.review != review:
                raise ReviewExists(
                    f"a review {review.name!r} is kept already, over something else; "
                    "choose another name, or delete it"
                )
            return one.review_id, False
    _require_known(model, review)
    review_id = secrets.token_hex(ID_BYTES)
    _add(owner, act, review_id, "created", msgspec.to_builtins(review))
    return review_id, True


def add_findings(
    owner: Connection, model: ReadModel, act: Act, kept: Kept, written: tuple[WrittenFinding, ...]
) -> int:
    """Keep all of some findings, or none; return how many of them are new."""
    some = {one.finding_id: one for one in (_resolved(model, one) for one in written)}
    there = {one.finding_id for one in findings(model, kept.review_id)}
    new = [one for finding_id, one in some.items() if finding_id not in there]
    with transaction(owner):
        for one in new:
            content = {"finding_id": one.finding_id, **msgspec.to_builtins(one)}
            _add(owner, act, kept.review_id, "found", content)
    return len(new)


def withdraw(owner: Connection, model: ReadModel, act: Act, kept: Kept, finding_id: str) -> None:
    """Take a finding back."""
    if finding_id not in {one.finding_id for one in findings(model, kept.review_id)}:
        raise BadFinding(
            f"{kept.name} has no finding {finding_id[:40]!r}; `muster review show` lists them"
        )
    _add(owner, act, kept.review_id, "withdrawn", {"finding_id": finding_id})


def put_away(owner: Connection, act: Act, kept: Kept) -> None:
    """Delete a review, unless a report of it was made final: that is a record."""
    if kept.editions:
        raise ReviewExists(
            f"{kept.name} has a final report, which is a record; it cannot be deleted"
        )
    _add(owner, act, kept.review_id, "deleted", {})


def _add(
    owner: Connection, act: Act, review_id: str, action: str, content: Mapping[str, Any]
) -> None:
    with transaction(owner):
        owner.execute(_query("take_turns"), {"review_id": review_id})
        labels.add(owner, [act.label], act.at)
        row = {
            "review_id": review_id,
            "author": act.author,
            "label_id": act.label.label_id,
            "action": action,
            "content": msgspec.json.encode(content).decode(),
        }
        owner.execute(_query("add_action"), row)
        said = {"action": action, "viewer": act.author}
        trail.write(owner, Audited.REVIEW, Outcome.DONE, review_id, said)


def _require_known(model: ReadModel, review: Review) -> None:
    """Refuse a review of an exercise or a meeting that the viewer has not heard of."""
    if review.scope is Scope.PERIOD:
        return
    known_at = review.known_at or model.head().recorded_at
    scope = {"scope_id": review.scope_id, "body": review.body, "known_at": known_at}
    if not model.ask(_Scope, _KNOWN[review.scope], **scope):
        raise NothingToReview(
            f"no {review.scope.value} {review.scope_id!r} is known"
            + (f" in {review.body}" if review.scope is Scope.MEETING else "")
        )


def _resolved(model: ReadModel, written: WrittenFinding) -> Finding:
    return Finding(
        kind=written.kind,
        observation=written.observation,
        reference=written.reference,
        area=written.area,
        objective_id=written.objective,
        root_cause=written.root_cause,
        explanation=written.explanation,
        elements=tuple(dict.fromkeys(written.elements)),
        evidence=tuple(dict.fromkeys(_event(model, one) for one in written.evidence)),
    )


def _event(model: ReadModel, written: int | str) -> EventName:
    text = str(written)
    if text.isascii() and text.isdigit() and len(text) <= 18:
        found = model.ask(Identity, "event", seq=int(text))
    else:
        source, _, event_id = text.partition("#")
        found = model.ask(Identity, "event_by_identity", source=source, event_id=event_id)
    if not found:
        raise BadFinding(
            f"evidence {text[:60]!r} is no event of the ledger; name its number, or SOURCE#ID"
        )
    return EventName(source=found[0].source, id=found[0].event_id)


def _query(name: str) -> Any:
    return load(__package__ or "", "reviews.sql")[name]
