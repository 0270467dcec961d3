import json

import pytest

from schemas.identity import LONGEST, Claimed, claimed_by

NOBODY = Claimed(None, None)


@pytest.mark.parametrize(
    ("value", "headers", "claimed"),
    [
        (b'{"source": "s", "id": "1", "nonsense": [}', (), NOBODY),
        (b'{"source": "s", "id": "1"}', (), Claimed("s", "1")),
        (b'{"source": "s", "id": 7}', (), Claimed("s", None)),
        (b'["source", "s"]', (), NOBODY),
        (b"", (), NOBODY),
        (None, (), NOBODY),
        (b"\xff\xfe", (), NOBODY),
        (b"x", (("ce_source", b"s"), ("ce_id", b"1")), Claimed("s", "1")),
        (b"x", (("ce-source", b"s"), ("CE-Id", b"1")), Claimed("s", "1")),
        (
            b"x",
            (("ce_source", b"\xff"), ("ce_id", None)),
            Claimed("\N{REPLACEMENT CHARACTER}", None),
        ),
        (b'{"source": "a\\u0000b"}', (), Claimed("a\N{REPLACEMENT CHARACTER}b", None)),
        (b'{"source": "inside", "id": "2"}', (("ce_source", b"s"),), Claimed("s", None)),
        (b"[" * 5000, (), NOBODY),
    ],
)
def test_the_identity_a_refused_message_claims_is_read_as_far_as_it_goes(value, headers, claimed):
    assert claimed_by(value, headers) == claimed


def test_a_claim_of_any_length_stays_storable():
    claimed = claimed_by(json.dumps({"source": "s" * 9999, "id": "1"}).encode())

    assert claimed == Claimed("s" * LONGEST, "1")
    assert claimed_by(json.dumps({"source": "\ud800"}).encode()) == NOBODY
