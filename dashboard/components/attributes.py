"""Attributes whose names are no Python names: aria-label, data-twin."""

from typing import Any


def named(attributes: dict[str, str]) -> dict[str, Any]:
    """Give attributes to unpack into a component; its typed parameters cannot know them."""
    return dict(attributes)
