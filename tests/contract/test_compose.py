"""docker-compose.yml says the same as the native stack and the settings."""

import re
import tomllib
from pathlib import Path
from typing import Any

import yaml

from infra.local.database import options_from_file
from infra.local.parts import KAFKA_VERSION
from infra.settings import SETTINGS, Settings

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = {"migrate", "worker", "dashboard", "gateway", "alerts"}


def test_it_runs_the_two_services_and_the_parts_of_muster():
    assert set(SERVICES) == {"kafka", "timescaledb", "passwords", *OURS}


def test_no_log_grows_for_ever():
    assert [
        name for name, one in SERVICES.items() if "max-size" not in one["logging"]["options"]
    ] == []


def test_every_published_port_is_on_the_loopback():
    ports = [port for service in SERVICES.values() for port in service.get("ports", [])]

    assert ports
    assert [port for port in ports if not port.startswith("127.0.0.1:")] == []


def test_the_ports_are_those_the_settings_expect():
    defaults = Settings.from_environment({"MUSTER_STACK": "env"})

    assert SERVICES["kafka"]["ports"] == [f"127.0.0.1:{defaults.kafka_port}:19092"]
    assert SERVICES["timescaledb"]["ports"] == [f"127.0.0.1:{defaults.database_port}:5432"]


def test_every_variable_given_to_muster_is_a_setting():
    known = {setting.name for setting in SETTINGS}

    for name in OURS:
        assert set(SERVICES[name]["environment"]) <= known
        assert SERVICES[name]["environment"]["MUSTER_STACK"] == "env"


def test_the_settings_given_to_muster_are_valid():
    typed = {"MUSTER_VIEWER": "operator", "MUSTER_LOGINS": "none"}
    given = {**SERVICES["worker"]["environment"], **typed}

    assert Settings.from_environment(given).stack == "env"


def test_the_database_has_the_options_of_the_native_one():
    given = [
        word.removeprefix("-c").split("=", 1) for word in SERVICES["timescaledb"]["command"][1:]
    ]

    own = {"hba_file": "/etc/muster/pg_hba.conf"}
    assert dict(given) == options_from_file() | own


def test_who_may_log_in_is_said_by_the_file_of_the_native_server():
    mounted = "./infra/local/pg_hba.conf:/etc/muster/pg_hba.conf:ro"

    assert mounted in SERVICES["timescaledb"]["volumes"]
    assert "POSTGRES_HOST_AUTH_METHOD" not in SERVICES["timescaledb"]["environment"]
    rules = [
        line.split()
        for line in (ROOT / "infra/local/pg_hba.conf").read_text().splitlines()
        if not line.startswith("#")
    ]
    assert [rule[2] for rule in rules if rule[-1] == "trust"] == ["muster_reader"]


def test_the_owners_password_is_seen_by_who_owns_and_migrates_alone():
    sees = {
        name: [volume for volume in service.get("volumes", []) if "password:" in volume]
        for name, service in SERVICES.items()
    }

    assert {
        name for name, volumes in sees.items() if "owner-password:/run/muster:ro" in volumes
    } == {
        "timescaledb",
        "migrate",
    }
    assert sees["worker"] == ["worker-password:/run/muster:ro"]
    assert sees["gateway"] == ["worker-password:/run/muster:ro"]
    assert sees["dashboard"] == ["door-password:/run/muster:ro"]


def test_the_broker_has_the_properties_and_the_version_of_the_native_one():
    given = SERVICES["kafka"]["environment"]
    lines = (ROOT / "infra/local/kafka/server.properties").read_text().splitlines()
    native = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))

    assert SERVICES["kafka"]["image"].endswith(f":{KAFKA_VERSION}")
    for name, value in native.items():
        assert given["KAFKA_" + name.upper().replace(".", "_")] == value


def test_data_lives_in_named_volumes_and_every_lasting_service_is_watched():
    used = {
        volume.split(":")[0]
        for service in SERVICES.values()
        for volume in service.get("volumes", [])
        if not volume.startswith("./")
    }
    lasting = set(SERVICES) - {"migrate", "passwords"}

    assert used == set(COMPOSE["volumes"])
    assert [name for name in lasting if "healthcheck" not in SERVICES[name]] == []


def test_the_image_installs_the_locked_packages_by_hash():
    dockerfile = (ROOT / "infra/docker/muster.Dockerfile").read_text()

    assert "--require-hashes -r requirements-run.lock" in dockerfile


def pinned(name: str) -> dict[str, str]:
    entries = re.split(r"\n(?=\S)", (ROOT / name).read_text())
    return {
        entry.split("==")[0]: entry.split("    #")[0].strip() for entry in entries if "==" in entry
    }


def test_the_image_has_the_versions_that_were_tested_and_none_of_the_tools():
    tested, installed = pinned("requirements.lock"), pinned("requirements-run.lock")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    tools = {re.split(r"[\[>=<]", one)[0] for one in project["dependency-groups"]["dev"]}

    assert installed
    assert {name: entry for name, entry in installed.items() if tested[name] != entry} == {}
    assert set(installed) & (tools - {"pyyaml"}) == set()
