"""The members of the synthetic season. The codes are real; every figure about them is invented."""

from datetime import date

from schemas.vocabulary import Area

# Who exercises with whom most: neighbours on land and at sea.
CLUSTERS: dict[str, tuple[str, ...]] = {
    "Nordic-Baltic": ("DNK", "EST", "FIN", "ISL", "LTU", "LVA", "NOR", "SWE"),
    "Atlantic": ("CAN", "GBR", "NLD", "NOR", "PRT", "USA"),
    "Western": ("BEL", "DEU", "FRA", "LUX", "NLD"),
    "Central": ("CZE", "DEU", "HUN", "POL", "SVK"),
    "Black Sea": ("BGR", "GRC", "ROU", "TUR"),
    "Adriatic": ("ALB", "HRV", "ITA", "MKD", "MNE", "SVN"),
    "Southern": ("ESP", "FRA", "GRC", "ITA", "PRT"),
}
PLACES: dict[str, tuple[float, float, str]] = {
    "Nordic-Baltic": (59.0, 21.0, "Baltic Sea region"),
    "Atlantic": (55.0, -12.0, "North Atlantic"),
    "Western": (50.5, 7.0, "Rhine and Meuse"),
    "Central": (51.0, 18.0, "Central Europe"),
    "Black Sea": (43.5, 28.0, "Western Black Sea"),
    "Adriatic": (43.0, 17.5, "Adriatic coast"),
    "Southern": (39.5, 2.0, "Western Mediterranean"),
}
MEMBERS = tuple(sorted({actor for cluster in CLUSTERS.values() for actor in cluster}))
LARGE = frozenset({"CAN", "DEU", "ESP", "FRA", "GBR", "ITA", "POL", "TUR", "USA"})
SMALL = frozenset({"ALB", "EST", "ISL", "LTU", "LUX", "LVA", "MKD", "MNE", "SVN"})
LANDLOCKED = frozenset({"CZE", "HUN", "LUX", "MKD", "SVK"})
# Those who joined lately start lower and rise; a year before they already train as guests.
JOINED_ON = {
    "MNE": date(2017, 6, 5),
    "MKD": date(2020, 3, 27),
    "FIN": date(2023, 4, 4),
    "SWE": date(2024, 3, 7),
}
GUEST_DAYS = 365
NOT_HELD_BY_SMALL = (Area.CBRN, Area.ISR)
AREAS = tuple(Area)


def takes_part(actor: str, on: date) -> bool:
    """Tell whether the actor already exercises with the alliance on that day."""
    joined_on = JOINED_ON.get(actor)
    return joined_on is None or (on - joined_on).days >= -GUEST_DAYS


def together(actor_a: str, actor_b: str) -> bool:
    """Tell whether two actors are in one cluster."""
    return any(actor_a in cluster and actor_b in cluster for cluster in CLUSTERS.values())
