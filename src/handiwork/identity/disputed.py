"""Acts that somebody said are wrong, taken out of a resolution."""

from collections.abc import Sequence
from dataclasses import replace

import pyarrow as pa

from handiwork.identity.resolve import Resolution
from handiwork.lake.engine import Engine
from handiwork.privacy.disputes import Dispute

__all__ = ["without_disputed"]


def without_disputed(engine: Engine, found: Resolution, disputes: Sequence[Dispute]) -> Resolution:
    """Return a resolution without the acts that are disputed; all acts on a pull request go with it."""
    if not disputes:
        return found
    columns = {
        "person": pa.array([each.person for each in disputes], pa.string()),
        "repository": pa.array([each.repository for each in disputes], pa.string()),
        "sha": pa.array([each.sha for each in disputes], pa.string()),
        "number": pa.array([each.act for each in disputes], pa.int32()),
    }
    engine.keep("disputed_acts", pa.table(columns))
    persons, repos = found.persons.get_name(), found.repos.get_name()
    acts = found.contributions.get_name()
    engine.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE undisputed_acts AS
        SELECT c.* FROM "{acts}" c ANTI JOIN (
            SELECT p.person_id, r.repo_no, d.sha, d.number FROM disputed_acts d
            JOIN "{persons}" p ON p.key = d.person
            JOIN (SELECT repo_no, unnest(names) AS name FROM "{repos}") r ON lower(r.name) = d.repository
        ) d ON c.person_id = d.person_id AND c.repo_no = d.repo_no AND (c.sha = d.sha OR c.number = d.number)
        """  # noqa: S608 - names of tables are ours
    )
    return replace(found, contributions=engine.backend.table("undisputed_acts"))
