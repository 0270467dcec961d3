#!/bin/sh
# What:   pycountry's fuzzy search gives, as its only answer, another state: Serbia for Kosovo, and among states that are no more
#         Serbia and Montenegro for Czechoslovakia, because it also looks into subdivisions and parts of names; Nigeria comes
#         before Niger. An importer that takes the first answer books results to the wrong actor.
# Seen:   pycountry 26.2.16, 2026-11-30.
# Source: ISO 3166-1 has no Kosovo (XKX is a user-assigned code); ISO 3166-3 has CSK for Czechoslovakia.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/v"
"$folder/v/bin/python" -m pip install --quiet --disable-pip-version-check pycountry==26.2.16
cat > "$folder/ask.py" <<'PYTHON'
import pycountry

for name in ("Kosovo", "Niger", "Ireland"):
    print(name, [one.alpha_3 for one in pycountry.countries.search_fuzzy(name)])
for name in ("Czechoslovakia", "Yugoslavia"):
    print(name, [one.alpha_3 for one in pycountry.historic_countries.search_fuzzy(name)])
PYTHON
"$folder/v/bin/python" "$folder/ask.py" | tee "$folder/seen"
diff "$folder/seen" - <<'SEEN'
Kosovo ['SRB']
Niger ['NGA', 'NER']
Ireland ['IRL', 'GBR', 'PNG']
Czechoslovakia ['SCG']
Yugoslavia ['YUG']
SEEN
