"""Bringing a state database to the present tables with Alembic; apart, because Alembic is slow to import."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from handiwork.errors import StoreError

__all__ = ["latest_revision", "upgrade"]


def upgrade(connection: Connection, revision: str | None) -> None:
    """Run the steps that are missing, inside the connection's transaction.

    Parameters
    ----------
    connection
        Where to run them; nothing is committed here.
    revision
        The step the database is at; None for an empty one.

    Raises
    ------
    StoreError
        If the database is at a step this version does not know.
    """
    config = _config()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if revision is not None and revision not in known:
        raise StoreError(
            f"the state database is at revision {revision}, this version ends at {latest_revision()}: "
            "it was written by a newer Handiwork; update Handiwork, or use another HANDIWORK_HOME"
        )
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def latest_revision() -> str:
    """Return the last step there is a module for."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


# --- private ---


def _config() -> Config:
    config = Config()
    folder = Path(__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    return config
