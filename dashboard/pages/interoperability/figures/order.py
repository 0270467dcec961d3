"""In which order actors stand in a matrix: good partners side by side, or by mean."""

from collections.abc import Mapping, Sequence

Levels = Mapping[tuple[str, str], int]  # of each pair with data, in both directions


def both_ways(levels: Mapping[str, int]) -> dict[tuple[str, str], int]:
    """Give levels by pair, asked in either direction, from keys such as `EST|FIN`."""
    found: dict[tuple[str, str], int] = {}
    for key, level in levels.items():
        first, _, second = key.partition("|")
        found[first, second] = found[second, first] = level
    return found


def means(actors: Sequence[str], levels: Levels) -> dict[str, float | None]:
    """Give the mean level of each actor's pairs; none where no pair of it has data."""
    own: dict[str, list[int]] = {actor: [] for actor in actors}
    for (first, second), level in levels.items():
        if first in own and second in own:
            own[first].append(level)
    return {actor: sum(known) / len(known) if known else None for actor, known in own.items()}


def by_mean(actors: Sequence[str], levels: Levels) -> list[str]:
    """Order actors by the mean level of their pairs, those without data last."""
    mean = means(actors, levels)

    def key(actor: str) -> tuple[bool, float, str]:
        own = mean[actor]
        return own is None, -(own or 0.0), actor

    return sorted(actors, key=key)


def by_cluster(actors: Sequence[str], levels: Levels) -> list[str]:
    """Order actors so that those that work well together stand side by side.

    The two groups whose members reach the highest level with each other, on average over all
    their pairs, are joined, again and again, until one group is left. A pair without data brings
    nobody together. Each group is turned so that its best end meets the other's; ties go by name.
    """
    groups = [[actor] for actor in sorted(actors)]
    nearness = [[_sum(one, other, levels) for other in groups] for one in groups]
    while len(groups) > 1:
        left, right = _nearest(groups, nearness)
        groups[left] = _joined(groups[left], groups[right], levels)
        for index, row in enumerate(nearness):
            if index not in (left, right):
                row[left] += row[right]
                nearness[left][index] = row[left]
        del groups[right], nearness[right]
        for row in nearness:
            del row[right]
    return groups[0] if groups else []


def _sum(one: Sequence[str], other: Sequence[str], levels: Levels) -> int:
    return sum(levels.get((a, b), 0) for a in one for b in other)


def _nearest(
    groups: Sequence[Sequence[str]], nearness: Sequence[Sequence[int]]
) -> tuple[int, int]:
    best, found = -1.0, (0, 1)
    for left, row in enumerate(nearness):
        for right in range(left + 1, len(groups)):
            mean = row[right] / (len(groups[left]) * len(groups[right]))
            # A later tie never replaces an earlier one: groups stand in the order of names.
            if mean > best + 1e-12:
                best, found = mean, (left, right)
    return found


def _joined(left: list[str], right: list[str], levels: Levels) -> list[str]:
    """Give both groups as one, each turned so that the two actors that meet fit best."""
    ways = [(a, b) for a in (left, left[::-1]) for b in (right, right[::-1])]
    one, other = max(ways, key=lambda way: levels.get((way[0][-1], way[1][0]), 0))
    return one + other
