"""The parts of the desk, one module each; a new one is listed here and nowhere else."""

from handiwork.faces.web.pages import (
    about_you,
    drafts,
    exercises,
    home,
    lists,
    manual,
    notices,
    person,
    places,
    saved,
    searching,
    team,
    users,
)
from handiwork.faces.web.routes import Routes

__all__ = ["ALL"]

ALL: tuple[Routes, ...] = (
    home.routes,
    searching.routes,
    person.routes,
    drafts.routes,
    exercises.routes,
    lists.routes,
    saved.routes,
    places.routes,
    notices.routes,
    about_you.routes,
    manual.routes,
    team.routes,
    users.routes,
)
"""Every part of the desk, in the order of the OpenAPI document."""
