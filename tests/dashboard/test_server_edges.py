"""What a server meets that no page of ours sends: half heads, slow bodies, proxies, watchers."""

import json
import socket
import subprocess
import time
from collections.abc import Generator
from dataclasses import replace
from typing import Any
from urllib.request import Request

import pytest

from infra.settings import Settings
from tests.dashboard.running import Dashboard, until
from tests.support.instance import MUSTER, Instance
from tests.support.stack import environment

PROXY = "muster.example.org"


@pytest.fixture(scope="module")
def behind_proxy(muster: Instance) -> Generator[Dashboard]:
    own = Dashboard(replace(muster.settings, dashboard_hosts=(PROXY,))).start()
    yield own
    own.stop()


def _request(dashboard: Dashboard, path: str, **how: Any) -> Request:
    return Request(dashboard.url + path, **how)  # noqa: S310 - our own address


def connected(dashboard: Dashboard) -> socket.socket:
    return socket.create_connection(("127.0.0.1", int(dashboard.url.rpartition(":")[2])), 30)


def closed_after_s(connection: socket.socket) -> tuple[float, bytes]:
    began, said = time.monotonic(), b""
    while more := connection.recv(4096):
        said += more
    return time.monotonic() - began, said


@pytest.mark.parametrize("half", [b"", b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "])
def test_half_a_head_is_waited_for_ten_seconds(dashboard: Dashboard, half: bytes):
    with connected(dashboard) as connection:
        connection.sendall(half)
        took_s, said = closed_after_s(connection)

    assert 8 < took_s < 15
    assert said == b""


def test_a_body_that_does_not_come_is_waited_for_ten_seconds(dashboard: Dashboard):
    head = (
        f"POST /_dash-update-component HTTP/1.1\r\nHost: {dashboard.url[7:]}\r\n"
        "Content-Type: application/json\r\nContent-Length: 50\r\nConnection: close\r\n\r\n{"
    )
    with connected(dashboard) as connection:
        connection.sendall(head.encode())
        took_s, said = closed_after_s(connection)

    assert 8 < took_s < 20
    assert said.startswith(b"HTTP/1.1 408")


@pytest.mark.parametrize("path", ["/", "/system", "/health/alive"])
def test_a_head_has_the_answer_of_its_page_without_a_body(dashboard: Dashboard, path: str):
    assert dashboard.ask(_request(dashboard, path, method="HEAD")) == (200, "")


def test_a_proxy_that_is_named_may_change_the_host_and_send_notes_on(
    dashboard: Dashboard, behind_proxy: Dashboard
):
    headers = {
        "Content-Type": "application/json",
        "Idempotency-Key": "key-behind-proxy",
        "Origin": f"https://{PROXY}",
    }
    through = [
        one.ask(_request(one, "/api/notes", data=b"{}", headers=headers))[0]
        for one in (dashboard, behind_proxy)
    ]
    by_name = behind_proxy.ask(_request(behind_proxy, "/", headers={"Host": PROXY}))[0]
    stranger = behind_proxy.ask(_request(behind_proxy, "/", headers={"Host": "evil.example"}))

    assert through == [403, 400]  # 400: the note says nothing, but it was let in
    assert by_name == 200
    assert stranger[0] == 421


def status_of(dashboard: Dashboard, path: str) -> tuple[int, str]:
    code, body = dashboard.get(path)
    return code, json.loads(body)["status"]


def test_alive_ready_and_degraded_are_told_apart(muster: Instance, dashboard: Dashboard):
    until(lambda: status_of(dashboard, "/health") == (200, "ok"), "all to be well")
    with muster.connect() as owner:
        owner.execute(
            "update worker set seen_at = seen_at - interval '1 hour', stopped_reason = 'x'"
        )
        degraded = dashboard.get("/health")
        ready = status_of(dashboard, "/health/ready")

    assert degraded[0] == 503
    assert json.loads(degraded[1])["why"] == ["no worker is at work"]
    assert ready == (200, "ready")
    assert status_of(dashboard, "/health/alive") == (200, "alive")


def test_without_its_database_a_dashboard_is_alive_and_not_ready(muster: Instance):
    away = Dashboard(replace(muster.settings, conninfo="host=127.0.0.1 port=1 dbname=no")).start()
    try:
        assert status_of(away, "/health/alive") == (200, "alive")
        assert status_of(away, "/health/ready") == (503, "down")
        assert status_of(away, "/health") == (503, "down")
    finally:
        away.stop()


def test_a_dashboard_shows_no_viewers_data_under_anothers_name(muster: Instance):
    settings: Settings = replace(muster.settings, viewer="low")
    done = subprocess.run(
        [MUSTER, "dashboard"],
        env=dict(environment(settings)),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 2
    assert "MUSTER_VIEWER is 'low', but the database shows what 'operator' may see" in done.stderr


def test_the_error_of_a_stream_too_many_is_not_an_endless_answer(dashboard: Dashboard):
    code, _ = dashboard.ask(_request(dashboard, "/stream", method="HEAD"))

    assert code == 405
