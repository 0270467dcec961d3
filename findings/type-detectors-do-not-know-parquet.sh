#!/bin/sh
# What:   puremagic and filetype, which tell a file's type by its content, do not know Parquet, although such a
#         file begins and ends with PAR1; and a workbook, by its content alone, is a .docx to puremagic.
# Seen:   puremagic 1.30 and filetype 1.2.0, with a file of pyarrow 26.0.1, 2026-11-30.
# Source: Apache Parquet, file format: the magic number stands at both ends.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/v"
"$folder/v/bin/python" -m pip install --quiet --disable-pip-version-check \
    puremagic==1.30 filetype==1.2.0 pyarrow==26.0.1 openpyxl==3.1.5
cat > "$folder/ask.py" <<'PYTHON'
import sys
from pathlib import Path

import filetype
import openpyxl
import puremagic
import pyarrow
from pyarrow import parquet

folder = Path(sys.argv[1])
openpyxl.Workbook().save(folder / "a.xlsx")
parquet.write_table(pyarrow.table({"a": [1]}), folder / "a.parquet")
for name in ("a.xlsx", "a.parquet"):
    content = (folder / name).read_bytes()
    guessed = filetype.guess(content)
    try:
        by_content = puremagic.from_string(content)
    except puremagic.PureError as error:
        by_content = str(error)
    print(name, content[:4], "| filetype:", guessed and guessed.extension, "| puremagic:", by_content)
PYTHON
"$folder/v/bin/python" "$folder/ask.py" "$folder" | tee "$folder/seen"
diff "$folder/seen" - <<'SEEN'
a.xlsx b'PK\x03\x04' | filetype: xlsx | puremagic: .docx
a.parquet b'PAR1' | filetype: None | puremagic: Could not identify file
SEEN
