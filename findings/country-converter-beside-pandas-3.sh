#!/bin/sh
# What:   country_converter converts no name beside pandas 3.1, which its metadata allows: what it compiles of its own table
#         is no pattern there. Beside pandas 2.3 it works.
# Seen:   country_converter 1.3.2 with pandas 3.1.1 and 2.3.3, Python 3.11, 2026-11-30.
# Source: country_converter's own metadata names the pandas it takes; it is printed below.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat > "$folder/ask.py" <<'PYTHON'
from importlib.metadata import requires, version

import country_converter

wanted = [one for one in requires("country_converter") if one.startswith("pandas")]
try:
    said = country_converter.convert(["Estonia", "Finland"], to="ISO3")
except TypeError as error:
    said = f"TypeError: {error}"
print("pandas", version("pandas"), "| it takes", *wanted, "|", said)
PYTHON
for pandas in 2.3.3 3.1.1; do
    python3 -m venv "$folder/$pandas"
    "$folder/$pandas/bin/python" -m pip install --quiet --disable-pip-version-check \
        country_converter==1.3.2 pandas==$pandas
    "$folder/$pandas/bin/python" -W ignore "$folder/ask.py"
done | tee "$folder/seen"
diff "$folder/seen" - <<'SEEN'
pandas 2.3.3 | it takes pandas>=1.0 | ['EST', 'FIN']
pandas 3.1.1 | it takes pandas>=1.0 | TypeError: first argument must be string or compiled pattern
SEEN
