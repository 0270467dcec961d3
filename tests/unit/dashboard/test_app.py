"""The application as it is put together: nothing blocks, nothing is open, every page is there."""

import inspect
import os

import pytest

from dashboard import app as application
from dashboard.server import Dashboard, content_security_policy, shapes
from infra.settings import Settings


@pytest.fixture(scope="module")
def dashboard() -> Dashboard:
    return Dashboard(Settings.from_environment(os.environ))


def test_every_callback_is_async_because_a_plain_one_stops_the_whole_server(dashboard: Dashboard):
    callbacks = {
        name: entry["callback"]
        for name, entry in dashboard.dash.callback_map.items()
        if "callback" in entry
    }

    assert callbacks
    assert [n for n, one in callbacks.items() if not inspect.iscoroutinefunction(one)] == []


def test_every_page_offers_what_the_frame_needs():
    for page in application.PAGES:
        assert page.path.startswith("/")
        assert page.title
        assert callable(page.layout)
        assert callable(page.register)


def test_the_policy_lets_no_foreign_script_in(dashboard: Dashboard):
    policy = content_security_policy(dashboard.dash)

    assert "unsafe-eval" not in policy
    assert "script-src 'self' 'sha256-" in policy
    assert "http" not in policy


def test_the_gate_knows_the_shape_of_every_callback_that_runs_on_the_server(dashboard: Dashboard):
    callbacks = dashboard.dash.callback_map

    known = set(shapes(dashboard.dash))

    assert known == {name for name, entry in callbacks.items() if "callback" in entry}
    assert known < set(callbacks)


def test_no_socket_and_no_documentation_is_open(dashboard: Dashboard):
    paths = {getattr(route, "path", "") for route in dashboard.server.routes}

    assert "websocket" not in dashboard.dash._config()
    assert not paths & {"/docs", "/redoc", "/openapi.json"}
