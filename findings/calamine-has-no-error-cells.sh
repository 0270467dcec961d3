#!/bin/sh
# What:   python-calamine gives an empty text for a cell that holds an error (#N/A, #DIV/0!), as for an empty cell and for a
#         formula without a kept value; openpyxl gives the error. So a mark that could not be computed looks like one
#         that was never given. Whole numbers come as floats.
# Seen:   python-calamine 0.9.1 beside openpyxl 3.1.5, 2026-11-30.
# Source: ECMA-376 part 1, 18.18.11: a cell of type `e` holds an error.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/v"
"$folder/v/bin/python" -m pip install --quiet --disable-pip-version-check python-calamine==0.9.1 openpyxl==3.1.5
cat > "$folder/ask.py" <<'PYTHON'
import sys

import openpyxl
from python_calamine import load_workbook

path = sys.argv[1]
book = openpyxl.Workbook()
book.active.append([7, "#N/A", "#DIV/0!", "=1+1", None, "end"])
book.save(path)
print("calamine", load_workbook(path).get_sheet_by_index(0).to_python()[0])
rows = openpyxl.load_workbook(path, data_only=True).active.rows
print("openpyxl", [cell.value for cell in next(rows)])
PYTHON
"$folder/v/bin/python" "$folder/ask.py" "$folder/marks.xlsx" | tee "$folder/seen"
diff "$folder/seen" - <<'SEEN'
calamine [7.0, '', '', '', '', 'end']
openpyxl [7, '#N/A', '#DIV/0!', None, None, 'end']
SEEN
