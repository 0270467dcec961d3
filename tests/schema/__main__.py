"""Write infra/timescale/schema.sql anew: `python -m tests.schema` (on services of its own)."""

from infra.migrate import migrate
from infra.postgres import connect
from tests.schema.tables import SCHEMA, schema_of
from tests.support.postgres import empty_database
from tests.support.stack import running


def main() -> None:
    """Migrate an empty database and write down its tables."""
    with running() as settings, empty_database(settings) as database:
        migrate(database.conninfo())
        with connect(database.conninfo(), application_name="muster tests") as connection:
            SCHEMA.write_text(schema_of(connection))


if __name__ == "__main__":
    main()
