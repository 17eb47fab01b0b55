"""Resolves the lake of the settings in the environment and writes its three tables; a step of ``spark.py``.

spark_resolve.py FOLDER     writes persons.parquet, repos.parquet and contributions.parquet, rows in order
"""

import os
import sys
from pathlib import Path

from handiwork.app import Handiwork
from handiwork.app.engines import resolved
from handiwork.config import resolve_settings


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True)
    with (
        Handiwork(resolve_settings(os.environ).settings) as app,
        app.engine() as engine,
        resolved(app, engine) as found,
    ):
        for name in ("persons", "repos", "contributions"):
            getattr(found, name).to_parquet(folder / f"{name}.parquet", compression="zstd")


if __name__ == "__main__":
    main()
