"""Who belongs and what they bring, in words: counts beside means, what is late and offered."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from dashboard import constants
from dashboard.pages.partners.queries import (
    Baseline,
    Belonging,
    Contribution,
    NoticeBand,
    Offer,
    PartnerContribution,
    Report,
    Sharing,
)
from dashboard.queries.readings import ReportingState
from dashboard.wording import names, reporting
from dashboard.wording.catalogue import say, texts
from dashboard.wording.numbers import counted, listed, on_day, one_decimal, percent

FAST_BAND = 2
KINDS = ("member", "partner_nation", "regional_org", "commercial", "academic")


@dataclass(frozen=True, slots=True)
class Line:
    """One actor with what it brings, each as a text; a dash where nothing can be known."""

    actor: str
    kind: str
    belongs: str
    is_current: bool
    exercises: str
    results: str
    ready: str
    resources: str
    commitments: str
    insight: str
    offers: str


def kind(code: str) -> str:
    """Give what an actor is to a body."""
    return texts("partners.kind").get(code, code)


def spell(one: Belonging, *, is_announced: bool = False) -> str:
    """Give the days between which an actor belongs."""
    if one.to_on is not None:
        return say("partners.brings.until", first=on_day(one.from_on), last=on_day(one.to_on))
    if is_announced:
        return say("partners.brings.from", day=on_day(one.from_on))
    return say("partners.brings.since", day=on_day(one.from_on))


def lines(
    belonging: Sequence[Belonging],
    members: Sequence[Contribution],
    partners: Sequence[PartnerContribution],
) -> list[Line]:
    """Give one line per actor by kind and name: its last spell, and what it brings."""
    last = {one.actor: one for one in belonging}
    brought: dict[str, Contribution | PartnerContribution] = {
        row.actor: row for row in (*members, *partners)
    }
    found = [_line(one, brought.get(one.actor)) for one in last.values()]
    return sorted(found, key=lambda one: (_place(one.kind), names.actor(one.actor)))


def _place(code: str) -> int:
    return KINDS.index(code) if code in KINDS else len(KINDS)


def _line(one: Belonging, brought: Contribution | PartnerContribution | None) -> Line:
    is_member = isinstance(brought, Contribution)
    return Line(
        actor=one.actor,
        kind=one.kind,
        belongs=spell(one),
        is_current=one.is_current,
        exercises=str(brought.exercises) if brought else "–",
        results=str(brought.results) if brought else "–",
        ready=_ready(brought) if is_member else "–",
        resources=one_decimal(brought.mean_resources) if is_member else "–",
        commitments=_commitments(brought) if is_member else "–",
        insight=str(brought.products_shared) if brought else "–",
        offers=str(brought.offers) if brought else "–",
    )


def _ready(row: Contribution) -> str:
    return say("partners.brings.of", some=row.ready, all=row.areas) if row.areas else "–"


def _commitments(row: Contribution) -> str:
    if not row.scored:
        return "–"
    return say("partners.brings.ratio", ratio=percent(row.compliance_ratio), scored=row.scored)


def brings_title(belonging: Sequence[Belonging]) -> str:
    """Say how many members and partners belong, and how many left."""
    current = {one.actor: one.kind for one in belonging if one.is_current}
    members = sum(code == "member" for code in current.values())
    left = len({one.actor for one in belonging} - current.keys())
    return say(
        "partners.brings.title", members=members, partners=len(current) - members, left=left
    )


def offer(one: Offer) -> str:
    """Say what is offered, how much, how fast and from when."""
    when = (
        say("partners.actor.available")
        if one.is_available
        else say("partners.actor.available_from", day=on_day(one.available_from_on))
    )
    said = say("partners.actor.offer_late", days=one.age_days) if one.is_late else ""
    return say(
        "partners.actor.offer",
        quantity=one.quantity,
        code=one.capability_code,
        area=names.area_inside(one.area),
        days=one.ntm_days,
        when=when,
        said=said,
    )


def spiral(one: Baseline) -> str:
    """Say by which spiral an actor works, and whether another one works by a newer."""
    if one.is_behind:
        return say(
            "partners.actor.behind",
            baseline=one.baseline,
            level=one.level,
            newest=one.newest_level,
        )
    return say(
        "partners.actor.spiral", baseline=one.baseline, level=one.level, newest=one.newest_level
    )


def notice_title(bands: Sequence[NoticeBand]) -> str:
    """Say how many units can move within the faster bands."""
    units = sum(band.quantity for band in bands)
    fast = [band for band in bands if band.band <= FAST_BAND]
    days = max((band.at_most_days or 0 for band in fast), default=0)
    if not units:
        return say("partners.notice.none")
    return say(
        "partners.notice.fast",
        quantity=sum(band.quantity for band in fast),
        all=units,
        days=days,
    )


def notice(band: NoticeBand) -> str:
    """Give the name of a band of notice."""
    if band.at_most_days is None:
        return say("partners.notice.beyond")
    return say("partners.notice.within", days=band.at_most_days)


def offered(band: NoticeBand) -> str:
    """Say how much is offered in a band, and how much of it was not said again for long."""
    if not band.late:
        return say("partners.notice.who", quantity=band.quantity, offers=band.offers)
    return say(
        "partners.notice.who_late",
        quantity=band.quantity,
        offers=band.offers,
        late=band.late,
        age=band.oldest_age_days,
    )


def agreed_title(baselines: Sequence[Baseline], members: int) -> str:
    """Say how many members are behind the newest spiral in use; who never adopted one is."""
    if not baselines:
        return say("partners.agreed.none")
    code = Counter(one.baseline for one in baselines).most_common(1)[0][0]
    own = [one for one in baselines if one.baseline == code]
    never, newest = never_adopted(own, members), own[0].newest_level
    behind = sum(one.is_behind for one in own) + never
    if not behind:
        return say("partners.agreed.level_all", all=members, baseline=code, newest=newest)
    return say(
        "partners.agreed.behind",
        count=behind,
        all=members,
        baseline=code,
        newest=newest,
        never=say("partners.agreed.never", never=never) if never else "",
    )


def never_adopted(own: Sequence[Baseline], members: int) -> int:
    """Count the members that never adopted a baseline, of which these rows are."""
    return max(members - len({one.actor for one in own}), 0)


def given(sharing: Sequence[Sharing]) -> Counter[str]:
    """Count for each actor the products it passed on, each receiver of a product apart."""
    found: Counter[str] = Counter()
    for row in sharing:
        found[row.from_actor] += row.products
    return found


def insight_title(sharing: Sequence[Sharing]) -> str:
    """Say who passed on most."""
    if not sharing:
        return say("partners.insight.none")
    counts = given(sharing)
    actor, products = max(counts.items(), key=lambda item: (item[1], item[0]))
    return say(
        "partners.insight.most",
        actor=names.actor(actor),
        products=products,
        all=counts.total(),
    )


def shared(rows: Sequence[Sharing]) -> str:
    """Say how many products went one way, topic by topic."""
    topics = [f"{row.topic} {row.products}" for row in rows]
    return say(
        "partners.insight.cell",
        giver=names.actor(rows[0].from_actor),
        receiver=names.actor(rows[0].to_actor),
        products=sum(row.products for row in rows),
        topics=listed(topics, 6),
    )


def period_days() -> int:
    """Give how many days may pass before a report is late."""
    return constants.method().reporting.period_days


def reporting_title(states: Sequence[ReportingState]) -> str:
    """Say how many member areas are late, have lapsed and were never heard of."""
    if not states:
        return say("partners.reporting.none")
    return reporting.in_words(reporting.counts(states))


def discipline(reports: Sequence[Report]) -> str:
    """Say how many single reports are missing, and from how many actors."""
    missing = [row for row in reports if row.is_missing]
    if not missing:
        return say("partners.reporting.all_in_time", n=len(reports))
    return say(
        "partners.reporting.missing",
        missing=len(missing),
        n=len(reports),
        actors=counted(len({row.actor for row in missing}), "actor"),
    )


def late_by_actor(states: Sequence[ReportingState]) -> list[tuple[str, str]]:
    """Give who is late, has lapsed or never reported, and in how many areas, the worst first."""
    return [
        (actor, _behind(own))
        for actor, own in _by_age(states)
        if any(one.reporting != "current" for one in own)
    ]


def in_time_by_actor(states: Sequence[ReportingState]) -> list[tuple[str, str]]:
    """Give who reports in time everywhere, the next to be late first."""
    return [
        (
            actor,
            say(
                "partners.reporting.in_time",
                count=len(own),
                days=max(one.report_age_days or 0 for one in own),
                period=reporting.late_days(),
            ),
        )
        for actor, own in _by_age(states)
        if all(one.reporting == "current" for one in own)
    ]


def _by_age(states: Sequence[ReportingState]) -> list[tuple[str, list[ReportingState]]]:
    own: dict[str, list[ReportingState]] = defaultdict(list)
    for one in states:
        own[one.actor].append(one)

    def oldest(actor: str) -> tuple[bool, int, str]:
        ages = [one.report_age_days for one in own[actor] if one.report_age_days is not None]
        # Who was never heard of at all comes before every age.
        return bool(ages), -max(ages, default=0), actor

    return [(actor, own[actor]) for actor in sorted(own, key=oldest)]


def _behind(own: Sequence[ReportingState]) -> str:
    found = reporting.counts(own)
    if found.never == found.expected:
        return say("partners.reporting.never")
    ages = [one.report_age_days for one in own if one.report_age_days is not None]
    return say(
        "partners.reporting.behind",
        late=found.late,
        lapsed=found.lapsed,
        never=found.never,
        days=max(ages),
    )
