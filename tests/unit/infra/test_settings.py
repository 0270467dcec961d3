from pathlib import Path

import pytest

from infra.errors import SettingsError
from infra.settings import DEFAULTS, Settings

HOME = {"HOME": "/home/somebody"}


def test_without_any_variable_the_defaults_hold(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HOME", "/home/somebody")
    settings = Settings.from_environment({})

    assert settings.stack == "native"
    assert settings.home == Path("/home/somebody/.local/share/muster")
    assert settings.parts == Path("/home/somebody/.cache/muster")
    assert (settings.kafka_host, settings.kafka_port) == ("127.0.0.1", 19092)
    assert (settings.database_host, settings.database_port) == ("127.0.0.1", 15432)
    assert (settings.dashboard_port, settings.viewer) == (8050, "operator")


def test_folders_follow_the_desktop_standard():
    settings = Settings.from_environment({"XDG_DATA_HOME": "/d", "XDG_CACHE_HOME": "/c"})

    assert (settings.home, settings.parts) == (Path("/d/muster"), Path("/c/muster"))


@pytest.mark.parametrize("home", ["", "/", "elsewhere"])
def test_a_home_that_is_none_is_refused_instead_of_writing_at_the_root(monkeypatch, home):
    monkeypatch.setenv("HOME", home)

    with pytest.raises(SettingsError, match="HOME"):
        Settings.from_environment({})
    assert Settings.from_environment({"MUSTER_HOME": "/d", "MUSTER_PARTS": "/c"}).home == Path(
        "/d"
    )


def test_names_of_proxies_are_names_and_nothing_else():
    settings = Settings.from_environment({"MUSTER_DASHBOARD_HOSTS": "Muster.example.org, b"})

    assert settings.dashboard_hosts == ("muster.example.org", "b")
    with pytest.raises(SettingsError, match="MUSTER_DASHBOARD_HOSTS"):
        Settings.from_environment({"MUSTER_DASHBOARD_HOSTS": "https://muster.example.org"})


def test_our_own_database_is_entered_with_the_passwords_of_its_data():
    settings = Settings.from_environment({"MUSTER_HOME": "/d"})

    assert "passfile=/d/data/pgpass" in settings.database("muster_worker")


def test_each_part_logs_in_with_its_own_role():
    settings = Settings.from_environment({})

    assert settings.database("muster_reader").endswith("user=muster_reader")


def test_a_user_in_the_connection_string_wins():
    settings = Settings.from_environment({"MUSTER_DATABASE": "user=ann dbname=x"})

    assert "user=ann" in settings.database("muster_reader")
    assert "muster_reader" not in settings.database("muster_reader")


def test_what_a_native_connection_string_leaves_out_is_the_default():
    settings = Settings.from_environment({"MUSTER_DATABASE": "port=15999"})

    assert (settings.database_host, settings.database_port) == ("127.0.0.1", 15999)
    assert settings.database_name == "muster"


def test_a_connection_uri_is_understood():
    uri = "postgresql://ann@db.example:5433/facts"
    settings = Settings.from_environment({"MUSTER_STACK": "env", "MUSTER_DATABASE": uri})

    assert (settings.database_host, settings.database_port) == ("db.example", 5433)
    assert settings.database("muster_worker") == uri


def test_several_brokers_are_understood_elsewhere():
    addresses = "a.example:9092, b.example:9093"
    settings = Settings.from_environment({"MUSTER_STACK": "env", "MUSTER_KAFKA": addresses})

    assert settings.kafka == "a.example:9092,b.example:9093"
    assert (settings.kafka_host, settings.kafka_port) == ("a.example", 9092)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MUSTER_STACK", "docker"),
        ("MUSTER_HOME", "/tmp/with:colon"),
        ("MUSTER_HOME", "/dev/null"),
        ("MUSTER_PARTS", "/tmp/with,comma"),
        ("MUSTER_KAFKA", "19092"),
        ("MUSTER_KAFKA", "127.0.0.1:many"),
        ("MUSTER_KAFKA", "127.0.0.1:0"),
        ("MUSTER_KAFKA", "kafka.example:9092"),
        ("MUSTER_KAFKA", "0.0.0.0:9092"),
        ("MUSTER_KAFKA", "127.0.0.1:1,127.0.0.1:2"),
        ("MUSTER_KAFKA", "127.0.0.1:15432"),
        ("MUSTER_DATABASE", "nonsense"),
        ("MUSTER_DATABASE", "port=99999"),
        ("MUSTER_DATABASE", "host=db.example"),
        ("MUSTER_DASHBOARD_PORT", "http"),
        ("MUSTER_DASHBOARD_PORT", "65536"),
        ("MUSTER_DASHBOARD_PORT", "²"),
        ("MUSTER_VIEWER", "a b"),
        ("MUSTER_TOPIC_PREFIX", "x/"),
    ],
)
def test_a_wrong_value_is_refused_in_one_line_that_names_it(name: str, value: str):
    with pytest.raises(SettingsError, match=name) as refusal:
        Settings.from_environment({name: value})

    assert refusal.value.exit_code == 2
    assert "\n" not in str(refusal.value).strip()


def test_an_empty_variable_counts_as_unset():
    empty = dict.fromkeys(DEFAULTS, "")

    assert Settings.from_environment(empty) == Settings.from_environment({})
