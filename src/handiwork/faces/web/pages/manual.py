"""What the desk says about itself: its keys and preferences, and its API."""

from typing import Literal

from pydantic import BaseModel, Field

from handiwork.faces.web.answers import Done, Page
from handiwork.faces.web.asked import Ask
from handiwork.faces.web.problems import PROBLEMS
from handiwork.faces.web.routes import Routes

__all__ = ["routes"]

routes = Routes("Manual")

_KEYS = (
    ("/", "Go to the role box"),
    ("j", "Next card"),
    ("k", "Previous card"),
    ("o", "Open the card's person"),
    ("s", "Put the person on the shortlist"),
    ("x", "Tick the card"),
    ("c", "Compare those who are ticked"),
    ("n", "Write a note"),
    ("d", "Draft a message"),
    ("?", "This page"),
)


class Preferences(BaseModel):
    """What a browser is shown; kept in cookies of this site, and nowhere else."""

    theme: Literal["auto", "light", "dark"] = Field("auto", description="Light, dark, or as the system has it.")
    keys: Literal["on", "off"] = Field("off", description="Whether single keys do something.")
    blind: Literal["0", "1"] = Field("0", description="Hide names, logins and owners of own repositories.")
    to: str = Field("/keys", max_length=2000, description="Where to go on, a path of this site.")


@routes.page("/keys", template="keys.html", summary="Keys and preferences", role="public")
def keys(ask: Ask) -> Page:
    """Show which keys there are, and what this browser is shown."""
    cookies = ask.request.cookies
    view = {
        "keys": [{"key": key, "does": does} for key, does in _KEYS],
        "preferences": {
            "theme": cookies.get("theme", "auto"),
            "keys": cookies.get("keys", "on"),
            "blind": cookies.get("blind", "0"),
        },
    }
    return Page(view, "Keys and preferences")


@routes.action("/preferences", form=Preferences, summary="Change what this browser is shown", role="public")
def prefer(ask: Ask) -> Done:
    """Keep a browser's preferences."""
    form: Preferences = ask.form
    chosen = {"theme": form.theme, "keys": form.keys, "blind": form.blind}
    return Done(to=form.to, view=chosen, said="Your preferences are kept in this browser.", cookies=chosen)


@routes.page("/api", template="api.html", summary="The API in short", role="public")
def api(ask: Ask) -> Page:  # noqa: ARG001 - the same for everybody
    """Say how programs ask."""
    problems = [
        {"type": f"/api#{kind}", "status": status, "title": title} for kind, (status, title) in PROBLEMS.items()
    ]
    return Page({"openapi": "/openapi.json", "problems": problems}, "API")
