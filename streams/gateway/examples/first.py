import json
import time
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

GATEWAY = "http://127.0.0.1:8060/v1/events"
KEY = {"Authorization": f"Bearer {Path('key').read_text().strip()}"}
STRUCTURED = {"Content-Type": "application/cloudevents+json"}
event = Path("event.json").read_bytes()


def answered(request: Request, tries: int = 6) -> str:
    """Send it again, the very same, while there is no answer or it is not taken now."""
    try:
        with urlopen(request, timeout=40) as answer:
            return answer.read().decode()
    except HTTPError as refused:
        if refused.code not in (429, 503) or not tries:
            raise SystemExit(refused.read().decode()) from refused
        time.sleep(float(refused.headers.get("Retry-After", 1)))
    except URLError as error:
        if not tries:
            raise SystemExit(str(error)) from error
        time.sleep(1)
    return answered(request, tries - 1)


print(answered(Request(GATEWAY, event, KEY | STRUCTURED)))
said = json.loads(event)
query = urlencode({"source": said["source"], "id": said["id"]})
print(answered(Request(f"{GATEWAY}?{query}", headers=KEY | {"Prefer": "wait=5"})))
