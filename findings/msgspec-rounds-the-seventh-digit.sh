#!/bin/sh
# What:   msgspec rounds the seventh digit of a second half up; other decoders of RFC 3339 cut it off. So one time of an
#         event is a microsecond later in one program than in another, and may lie on the next day.
# Seen:   msgspec 0.23.0 beside pydantic 2.14.4, ciso8601 2.4.1, pendulum 3.3.0, python-dateutil 4.0.0, polars 2.1.0 and
#         Python's own datetime.fromisoformat, Python 3.11, 2026-11-30.
# Source: RFC 3339, 5.6: any number of digits may follow the point of the seconds; what a reader with fewer does is not said.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/v"
"$folder/v/bin/python" -m pip install --quiet --disable-pip-version-check \
    msgspec==0.23.0 pydantic==2.14.4 ciso8601==2.4.1 pendulum==3.3.0 python-dateutil==4.0.0 polars==2.1.0
cat > "$folder/ask.py" <<'PYTHON'
from datetime import datetime

import ciso8601
import msgspec
import pendulum
import polars
from dateutil import parser
from pydantic import TypeAdapter

DECODERS = {
    "msgspec": lambda text: msgspec.convert(text, datetime),
    "ciso8601": ciso8601.parse_datetime,
    "dateutil": parser.isoparse,
    "fromisoformat": datetime.fromisoformat,
    "pendulum": pendulum.parse,
    "polars": lambda text: polars.Series([text]).str.to_datetime(time_zone="UTC", time_unit="us")[0],
    "pydantic": TypeAdapter(datetime).validate_python,
}
for text in ("2026-05-12T12:00:00.1234565Z", "2026-05-12T23:59:59.9999999Z"):
    for name, decode in DECODERS.items():
        print(name, text, "->", decode(text).strftime("%d %H:%M:%S.%f"))
PYTHON
"$folder/v/bin/python" "$folder/ask.py" | tee "$folder/seen"
diff "$folder/seen" - <<'SEEN'
msgspec 2026-05-12T12:00:00.1234565Z -> 12 12:00:00.123457
ciso8601 2026-05-12T12:00:00.1234565Z -> 12 12:00:00.123456
dateutil 2026-05-12T12:00:00.1234565Z -> 12 12:00:00.123456
fromisoformat 2026-05-12T12:00:00.1234565Z -> 12 12:00:00.123456
pendulum 2026-05-12T12:00:00.1234565Z -> 12 12:00:00.123456
polars 2026-05-12T12:00:00.1234565Z -> 12 12:00:00.123456
pydantic 2026-05-12T12:00:00.1234565Z -> 12 12:00:00.123456
msgspec 2026-05-12T23:59:59.9999999Z -> 13 00:00:00.000000
ciso8601 2026-05-12T23:59:59.9999999Z -> 12 23:59:59.999999
dateutil 2026-05-12T23:59:59.9999999Z -> 12 23:59:59.999999
fromisoformat 2026-05-12T23:59:59.9999999Z -> 12 23:59:59.999999
pendulum 2026-05-12T23:59:59.9999999Z -> 12 23:59:59.999999
polars 2026-05-12T23:59:59.9999999Z -> 12 23:59:59.999999
pydantic 2026-05-12T23:59:59.9999999Z -> 12 23:59:59.999999
SEEN
