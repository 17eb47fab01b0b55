"""Exercises: for a field, for a role, and the sheet that a candidate is handed."""

from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel, Field

from handiwork.app.exercising import exercise_named, exercises_for, exercises_in
from handiwork.faces.present_exercise import chosen_view, exercises_view, marks_view, sheet_view
from handiwork.faces.web.answers import Page
from handiwork.faces.web.asked import Ask
from handiwork.faces.web.routes import Routes

__all__ = ["routes"]

routes = Routes("Exercises")


class ExercisesQuery(BaseModel):
    """For which role."""

    role: str = Field("", description="A role to choose by, in plain language.", max_length=50_000)
    limit: int = Field(4, ge=1, le=20, description="At most so many for a role.")


class SheetQuery(BaseModel):
    """Which exercise of the ecosystem."""

    exercise: str = Field(description="Key or title of the exercise.", max_length=200)


@routes.page("/exercises", template="exercises.html", query=ExercisesQuery, summary="Exercises that resemble a job")
def exercises(ask: Ask) -> Page:
    """Show the exercises that fit a role, or which fields have some."""
    query: ExercisesQuery = ask.query
    role = query.role.strip()
    view: dict[str, Any] = {"role": role, "exercises": [], "before": [], "after": []}
    if role:
        view = chosen_view(role, exercises_for(ask.app, role, today=datetime.now(UTC).date(), limit=query.limit))
    view["ecosystems"] = [
        {"name": each.name, "title": each.title, "exercises": [exercise.title for exercise in each.exercises]}
        for each in ask.app.catalog.ecosystems
    ]
    return Page(view, "Exercises for the role" if role else "Exercises")


@routes.page(
    "/exercises/{ecosystem}",
    template="exercise_kits.html",
    query=ExercisesQuery,
    summary="The exercises of a field with time box, levels and questions",
)
def kits(ask: Ask) -> Page:
    """Show the kits of an ecosystem."""
    view = exercises_view(exercises_in(ask.app, ask.path["ecosystem"]))
    return Page({**view, "role": ask.query.role}, f"Exercises: {view['title']}")


@routes.page(
    "/exercises/{ecosystem}/sheet",
    template="exercise_sheet.html",
    query=SheetQuery,
    summary="The sheet that a candidate is handed, to print",
)
def sheet(ask: Ask) -> Page:
    """Show one exercise as a candidate sees it."""
    view = sheet_view(exercise_named(ask.app, ask.path["ecosystem"], ask.query.exercise))
    return Page(view, view["title"])


@routes.page(
    "/exercises/{ecosystem}/marks",
    template="exercise_marks.html",
    query=SheetQuery,
    summary="The sheet of whoever gives the exercise, with room for marks, to print",
)
def marks(ask: Ask) -> Page:
    """Show one exercise as an interviewer needs it."""
    view = marks_view(exercise_named(ask.app, ask.path["ecosystem"], ask.query.exercise))
    return Page(view, f"Marks: {view['title']}")
