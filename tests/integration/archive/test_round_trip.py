"""What an archive brings back is what was there."""

import zlib
from hashlib import sha256
from pathlib import Path

import msgspec
import pyarrow.parquet as pq

from infra.settings import Settings
from schemas import guard
from streams.archive import chain, restoring, writing
from streams.archive.contents import LEDGER
from streams.archive.restoring import Begin
from streams.store.tables.session import open_session
from streams.verify import checks
from tests.integration.archive.conftest import NewDatabase, begin, results, store
from tests.support.archives import copy_of, forge_manifest, state_of, unseen


def restore(settings: Settings, folder: Path, up_to: int | None = None) -> restoring.Restored:
    return restoring.restore(settings, folder, Begin(unseen, unseen), up_to)


def test_every_table_is_the_same_after_a_restore(
    archive: Path, filled: Settings, new_database: NewDatabase
):
    empty = new_database()

    restore(empty, archive)

    assert state_of(empty) == state_of(filled)
    assert state_of(empty)[LEDGER.name] != state_of(new_database())[LEDGER.name]
    assert [one for one in checks.verify(empty) if not one.is_ok] == []


def test_events_as_long_as_they_may_be_come_back(new_database: NewDatabase, tmp_path: Path):
    settings, empty = new_database(), new_database()
    begin(settings)
    long = [value.ljust(guard.MAX_BYTES) for value in results(0, 60)]
    for first in range(0, 60, 20):
        store(settings, *long[first : first + 20])
    writing.write(settings, tmp_path / "archive", unseen)

    restore(empty, tmp_path / "archive")

    assert state_of(empty) == state_of(settings)
    assert state_of(empty)[LEDGER.name][0] == 60


def test_a_restore_again_says_that_all_is_there(archive: Path, new_database: NewDatabase):
    settings = new_database()
    restore(settings, archive)
    store(settings, *results(500, 1))

    again = restore(settings, archive)

    assert not again.is_new


def test_what_comes_later_is_added_and_comes_back_with_the_rest(
    new_database: NewDatabase, tmp_path: Path
):
    settings, empty, old = new_database(), new_database(), new_database()
    begin(settings)
    folder = tmp_path / "archive"
    for first in (0, 10, 20):
        store(settings, *results(first, 10), b"no event")
        assert writing.write(settings, folder, unseen).is_new
    assert not writing.write(settings, folder, unseen).is_new

    restore(empty, folder)
    restore(old, folder, up_to=2)

    assert state_of(empty) == state_of(settings)
    assert state_of(old)["head"][0] == 20
    assert [one for one in checks.verify(old) if not one.is_ok] == []
    # And from there it goes on.
    store(old, *results(20, 10), b"no event")
    assert state_of(old)["evidence"][0] == state_of(settings)["evidence"][0] == 30


def without(folder: Path, table: str) -> None:
    """Make an archive what one is that was written before a table was made."""
    (one,) = chain.read(folder).manifests
    (folder / one.whole[table]).unlink()
    forge_manifest(
        folder,
        msgspec.structs.replace(
            one,
            columns={name: columns for name, columns in one.columns.items() if name != table},
            whole={name: path for name, path in one.whole.items() if name != table},
            files=tuple(file for file in one.files if file.table != table),
        ),
    )


def test_an_archive_from_before_a_table_was_made_comes_back_and_is_gone_on_with(
    archive: Path, filled: Settings, new_database: NewDatabase, tmp_path: Path
):
    folder, old, new = copy_of(archive, tmp_path / "copy"), new_database(), new_database()
    without(folder, "dead_letter_action")

    restore(old, folder)
    written = writing.write(filled, folder, unseen)
    restore(new, folder)

    actions = "dead_letter_action"
    assert state_of(old)[actions] == (0, None)
    assert {**state_of(old), actions: None} == {**state_of(filled), actions: None}
    assert written.is_new
    assert state_of(new) == state_of(filled)


LATER = ("roles", "subject", "revoked_at")


def before_logins(folder: Path) -> None:
    """Make an archive what one is that was written before people signed in."""
    (one,) = chain.read(folder).manifests
    path = one.whole["viewer"]
    pq.write_table(
        pq.read_table(folder / path, partitioning=None).drop_columns(LATER), folder / path
    )
    content = (folder / path).read_bytes()
    sums = {
        "size_bytes": len(content),
        "sha256": sha256(content).hexdigest(),
        "block_crcs": f"{zlib.crc32(content):08x}",
    }
    known = {name: kind for name, kind in one.columns["viewer"].items() if name not in LATER}
    forge_manifest(
        folder,
        msgspec.structs.replace(
            one,
            columns={**one.columns, "viewer": known},
            files=tuple(
                msgspec.structs.replace(file, **sums) if file.path == path else file
                for file in one.files
            ),
        ),
    )


def test_viewers_of_an_archive_from_before_people_signed_in_may_look_and_nothing_else(
    archive: Path, new_database: NewDatabase, tmp_path: Path
):
    folder, own = copy_of(archive, tmp_path / "copy"), new_database()
    before_logins(folder)
    restore(own, folder)
    with open_session(own.database("muster_owner")) as owner:
        query = "select name, roles, subject, revoked_at from muster.viewer where name = 'estonia'"
        found = owner.execute(query).fetchall()

    assert found == [("estonia", ["viewer"], None, None)]


def test_who_was_revoked_is_revoked_after_a_restore_and_nobody_has_a_password(
    archive: Path, new_database: NewDatabase
):
    own = new_database()
    restore(own, archive)
    with open_session(own.database("muster_owner")) as owner:
        gone = "select revoked_at is not null from muster.viewer where name = 'gone'"
        words = "select count(*) from muster.viewer_password"

        assert owner.execute(gone).fetchone() == (True,)
        assert owner.execute(words).fetchone() == (0,)
