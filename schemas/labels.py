"""Who may see an event: policy, classification and releasability."""

import hashlib
import re
from functools import lru_cache

import msgspec

from schemas.errors import Reason, Refused
from schemas.vocabulary import CODE_PATTERN, Classification

KNOWN_POLICIES = ("MUSTER", "NATO", "PUBLIC")
LARGEST_RELEASABILITY = 2000  # characters: some hundred codes


class Label(msgspec.Struct, frozen=True, cache_hash=True):
    """A confidentiality label; no releasability means the current members of the event's body."""

    policy: str
    classification: Classification
    releasable_to: tuple[str, ...] = ()

    @property
    def canonical(self) -> str:
        """Return the one spelling of the label."""
        return "|".join((self.policy, self.classification, ",".join(self.releasable_to)))

    @property
    def label_id(self) -> int:
        """Return the first 63 bits of the SHA-256 of the canonical label, a positive bigint."""
        return label_id_of(self)


@lru_cache(maxsize=4096)
def label_id_of(label: Label) -> int:
    """Return the number that stands for a label in every row."""
    digest = hashlib.sha256(label.canonical.encode()).digest()
    return int.from_bytes(digest[:8]) >> 1


@lru_cache(maxsize=4096)
def label_of(policy: str, classification: str, releasable_to: str = "") -> Label:
    """Return the label written in an envelope, its codes sorted and without repetition."""
    if policy not in KNOWN_POLICIES:
        raise Refused(Reason.UNKNOWN_LABEL, f"policy: one of {', '.join(KNOWN_POLICIES)}")
    return Label(policy, _classification(classification), _codes(releasable_to))


def _classification(text: str) -> Classification:
    try:
        return Classification(text)
    except ValueError:
        ladder = ", ".join(Classification)
        raise Refused(Reason.UNKNOWN_LABEL, f"classification: one of {ladder}") from None


def _codes(text: str) -> tuple[str, ...]:
    if not text:
        return ()
    codes = sorted({code.strip(" ") for code in text.split(",")})
    if len(text) > LARGEST_RELEASABILITY or not all(re.search(CODE_PATTERN, c) for c in codes):
        detail = "releasableto: codes of nations and bodies like EST,FIN,NATO, comma-separated"
        raise Refused(Reason.UNKNOWN_LABEL, detail)
    return tuple(codes)
