#!/bin/sh
# What:   a msgspec.Struct in a module that mypyc compiles loses the keywords of its class line, without a word: it can be
#         assigned to in spite of frozen=True, and takes unknown fields in spite of forbid_unknown_fields=True. The same
#         class in a module that is not compiled keeps them, so only what uses structs can be compiled.
# Seen:   mypy 2.4.1 (mypyc), msgspec 0.23.0, Python 3.11, gcc of Debian 12, 2026-11-30.
# Source: msgspec gives a struct its options as keywords of the class line; they go to its metaclass.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/v"
"$folder/v/bin/python" -m pip install --quiet --disable-pip-version-check mypy==2.4.1 msgspec==0.23.0 setuptools==80.9.0
cd "$folder"
cat > compiled.py <<'PYTHON'
import msgspec


class Result(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    actor: str
PYTHON
cp compiled.py plain.py
PATH="$folder/v/bin:$PATH" mypyc compiled.py > mypyc.log 2>&1 || { cat mypyc.log; exit 1; }
cat > ask.py <<'PYTHON'
import msgspec

import compiled
import plain

for module in (plain, compiled):
    one = module.Result(actor="EST")
    try:
        one.actor = "FIN"
        said = "assigned"
    except AttributeError:
        said = "frozen"
    try:
        msgspec.json.decode(b'{"actor": "EST", "rank": 1}', type=module.Result)
        unknown = "taken"
    except msgspec.ValidationError:
        unknown = "refused"
    print(module.__name__, said, "| unknown field:", unknown)
PYTHON
"$folder/v/bin/python" ask.py | tee seen
diff seen - <<'SEEN'
plain frozen | unknown field: refused
compiled assigned | unknown field: taken
SEEN
