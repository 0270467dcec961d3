"""Schemathesis asks the gateway what its own description allows, and what it does not.

Bounded here. `MUSTER_EXAMPLES=2000 python -m pytest -s FILE` takes all cases of its coverage
phase, and as many fuzzed ones of each operation.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from streams.gateway import openapi
from tests.support.gateway import GatewayProcess, new_key
from tests.support.instance import Instance

IS_LONG = "MUSTER_EXAMPLES" in os.environ
EXAMPLES = os.environ.get("MUSTER_EXAMPLES", "100")
EVERYTHING = ("--source", "*", "--highest", "COSMIC TOP SECRET", "--rate", "1000000")
BUDGET_S = 10
SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")
# That the subject is made of the data, which days agree, and that ce- headers do not stand beside
# a structured event, no JSON Schema says: so what fits the schema of a body may be refused. That
# events are taken, our own tests hold.
OF_BODIES = ("--include-method", "POST", "--exclude-checks", "positive_data_acceptance")
RUNS = {
    "what is asked": (("--include-method", "GET"), "examples,coverage,fuzzing,stateful", 100),
    "examples of bodies": (OF_BODIES, "examples", 10),
    "bodies at their bounds": (OF_BODIES, "coverage", 20),
    "fuzzed bodies": (OF_BODIES, "fuzzing", 100),
}


@pytest.mark.timeout(0 if IS_LONG else 180)
@pytest.mark.parametrize(("which", "phases", "fewest"), RUNS.values(), ids=RUNS)
def test_the_gateway_does_what_its_description_says(
    gateway: GatewayProcess, shared: Instance, tmp_path: Path, *, which, phases: str, fewest: int
):
    key = new_key(shared, "all", *EVERYTHING)
    (tmp_path / "openapi.json").write_bytes(openapi.text())
    budget = [] if IS_LONG or "fuzzing" in phases else ["--max-time", str(BUDGET_S)]

    done = subprocess.run(
        [
            SCHEMATHESIS, "run", "openapi.json", "--url", f"http://127.0.0.1:{gateway.port}",
            "--header", f"Authorization: Bearer {key}", "--checks", "all", *which,
            "--phases", phases, "--max-examples", EXAMPLES, "--seed", "14", *budget,
            # Without it the first failure ends an operation, and hides the others.
            "--continue-on-failure", "--generation-database", "none", "--no-color",
            "--suppress-health-check", "all",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    print(done.stdout[-2000:])
    generated = re.search(r"([\d,]+) generated", done.stdout)

    assert done.returncode == 0, done.stdout[-6000:] + done.stderr
    assert generated is not None
    assert int(generated[1].replace(",", "")) >= fewest
    assert "unforeseen" not in gateway.log
