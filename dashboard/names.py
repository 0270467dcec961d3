"""The names people read for the codes that events carry."""

import re
from functools import cache

import pycountry

AREAS = {
    "c2_comms": "Command and comms",
    "isr": "Intelligence",
    "land": "Land",
    "maritime": "Maritime",
    "air": "Air",
    "cyber_hybrid": "Cyber and hybrid",
    "logistics": "Logistics",
    "cbrn": "CBRN defence",
    "civil_prep": "Civil preparedness",
}
AREAS_SHORT = {
    "c2_comms": "C2",
    "isr": "ISR",
    "land": "Land",
    "maritime": "Sea",
    "air": "Air",
    "cyber_hybrid": "Cyber",
    "logistics": "Log",
    "cbrn": "CBRN",
    "civil_prep": "Civil",
}
DIMENSIONS = {
    "technical": "Technical",
    "procedural": "Procedural",
    "human": "Human",
    "information": "Information",
    "weakest": "Weakest of the four",
}
LEVEL_WORDS = {0: "none", 1: "deconflicted", 2: "compatible", 3: "integrated"}
PILLARS = {"P": "personnel", "S": "equipment", "R": "condition", "T": "training"}
_WORDS = {
    "c2_comms": "command and comms",
    "isr": "intelligence",
    "cyber_hybrid": "cyber and hybrid",
    "cbrn": "CBRN defence",
    "civil_prep": "civil preparedness",
    "not_tested": "not tested",
    **{f"pillar {code}": name for code, name in PILLARS.items()},
}
_CODES = re.compile(rf"\b({'|'.join(_WORDS)})\b")
EVENT_KINDS = {
    "org.muster.member.joined": "Joined",
    "org.muster.member.left": "Left",
    "org.muster.exercise.conducted": "Exercise",
    "org.muster.exercise.result_recorded": "Result",
    "org.muster.exercise.interop_tested": "Interop test",
    "org.muster.capability.resource_level_reported": "Report",
    "org.muster.capability.assessed": "Assessment",
    "org.muster.meeting.held": "Meeting",
    "org.muster.decision.adopted": "Decision",
    "org.muster.commitment.made": "Commitment",
    "org.muster.commitment.progress_reported": "Progress",
    "org.muster.exercise.scheduled": "Exercise planned",
    "org.muster.exercise.cancelled": "Exercise cancelled",
    "org.muster.observation.submitted": "Observation",
    "org.muster.observation.validated": "Observation accepted",
    "org.muster.observation.rejected": "Observation rejected",
    "org.muster.lesson.identified": "Lesson",
    "org.muster.remedial_action.tasked": "Task",
    "org.muster.remedial_action.implemented": "Task done",
    "org.muster.lesson.validated": "Lesson validated",
    "org.muster.lesson.learned": "Lesson learned",
    "org.muster.lesson.closed_without_action": "Lesson closed",
    "org.muster.capability.declared": "Offer",
    "org.muster.capability.withdrawn": "Offer withdrawn",
    "org.muster.standard.ratified": "Standard ratified",
    "org.muster.standard.implemented": "Standard implemented",
    "org.muster.standard.reserved": "Standard reserved",
    "org.muster.baseline.adopted": "Baseline",
    "org.muster.requirement.set": "Requirement",
    "org.muster.level.overridden": "Override",
    "org.muster.meeting.scheduled": "Meeting planned",
    "org.muster.meeting.postponed": "Meeting postponed",
    "org.muster.meeting.cancelled": "Meeting cancelled",
    "org.muster.decision.proposed": "Proposal",
    "org.muster.decision.silence_broken": "Silence broken",
    "org.muster.decision.reservation_recorded": "Reservation",
    "org.muster.decision.blocked": "Decision blocked",
    "org.muster.decision.rescinded": "Decision rescinded",
    "org.muster.commitment.reaffirmed": "Commitment reaffirmed",
    "org.muster.commitment.revised": "Commitment revised",
    "org.muster.commitment.withdrawn": "Commitment withdrawn",
    "org.muster.commitment.compliance_assessed": "Compliance score",
    "org.muster.insight.shared": "Insight",
    "org.muster.position.estimated": "Position",
    "org.muster.note.added": "Note",
    "org.muster.alert.acknowledged": "Acknowledgement",
    "org.muster.review.named": "Review",
    "org.muster.event.corrected": "Correction",
    "org.muster.event.retracted": "Retraction",
}
# What a newspaper would call them; the register's own names are long and formal.
_SHORT_NAMES = {
    "GBR": "United Kingdom",
    "USA": "United States",
    "RUS": "Russia",
    "TUR": "Türkiye",
    "CZE": "Czechia",
    "MKD": "North Macedonia",
    "MDA": "Moldova",
    "KOR": "South Korea",
    "PRK": "North Korea",
    "IRN": "Iran",
    "SYR": "Syria",
    "LAO": "Laos",
    "VNM": "Vietnam",
    "BOL": "Bolivia",
    "VEN": "Venezuela",
    "TZA": "Tanzania",
    "COD": "DR Congo",
    "BRN": "Brunei",
    "FSM": "Micronesia",
    "PSE": "Palestine",
    "TWN": "Taiwan",
    "DDR": "East Germany",
    "SUN": "Soviet Union",
    "CSK": "Czechoslovakia",
    "YUG": "Yugoslavia",
}


@cache
def actor(code: str) -> str:
    """Give the everyday name of an actor; a code that is no country stays itself."""
    if code in _SHORT_NAMES:
        return _SHORT_NAMES[code]
    country = pycountry.countries.get(alpha_3=code) or pycountry.historic_countries.get(
        alpha_3=code
    )
    if country is None:
        return code
    return str(getattr(country, "common_name", country.name))


def area_inside(code: str) -> str:
    """Give the name of a capability area as it stands inside a sentence."""
    name = area(code)
    return name if name[:2].isupper() else name[:1].lower() + name[1:]


def plain(text: str) -> str:
    """Give a summary with the codes of areas and pillars as words."""
    return _CODES.sub(lambda match: _WORDS[match.group()], text).replace(" %", "\u00a0%")


def area(code: str) -> str:
    """Give the name of a capability area."""
    return AREAS.get(code, code)


def event_kind(event_type: str) -> str:
    """Give the one or two words for an event type."""
    return EVENT_KINDS.get(event_type, event_type.removeprefix("org.muster."))


def pair(actor_a: str, actor_b: str) -> str:
    """Give the name of a pair of actors."""
    return f"{actor(actor_a)} and {actor(actor_b)}"
