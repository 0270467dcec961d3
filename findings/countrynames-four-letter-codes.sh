#!/bin/sh
# What:   countrynames.to_code_3, which gives codes of three letters, gives those of four that ISO 3166-3 has for states that
#         are no more, and for the German Democratic Republic raises KeyError, though to_code knows it. Records of
#         exercises and meetings of the Cold War name these states all the time.
# Seen:   countrynames 1.17.0, 2026-11-30.
# Source: ISO 3166-3 also keeps the three letters they had: SUN, CSK, YUG, DDR.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/v"
"$folder/v/bin/python" -m pip install --quiet --disable-pip-version-check countrynames==1.17.0
cat > "$folder/ask.py" <<'PYTHON'
import countrynames

for name in ("Estonia", "Soviet Union", "Czechoslovakia", "Yugoslavia", "East Germany"):
    try:
        three = countrynames.to_code_3(name)
    except KeyError as error:
        three = f"KeyError {error}"
    print(f"{name}: to_code {countrynames.to_code(name)}, to_code_3 {three}")
PYTHON
"$folder/v/bin/python" "$folder/ask.py" | tee "$folder/seen"
diff "$folder/seen" - <<'SEEN'
Estonia: to_code EE, to_code_3 EST
Soviet Union: to_code SUHH, to_code_3 SUHH
Czechoslovakia: to_code CSHH, to_code_3 CSHH
Yugoslavia: to_code YUCS, to_code_3 YUCS
East Germany: to_code DD, to_code_3 KeyError 'DD'
SEEN
