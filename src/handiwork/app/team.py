"""The team of a home: whether there is one, and who else may say who somebody is."""

import os
from typing import TYPE_CHECKING

from handiwork.errors import ConfigError
from handiwork.state.reading import read_has_users

if TYPE_CHECKING:  # pragma: no branch - names for annotations only
    from handiwork.app.handiwork import Handiwork
    from handiwork.team.provider import Provider

__all__ = ["has_users", "provider_of"]


def has_users(app: "Handiwork") -> bool:
    """Return whether somebody must sign in; makes no database where there is none."""
    if not app.has_state:
        return False
    found = None if app.settings.state_url else read_has_users(app.settings.home / "state.sqlite")
    return app.team.members.any() if found is None else found


def provider_of(app: "Handiwork") -> "Provider | None":
    """Return who else says who somebody is; None if the settings name nobody.

    Raises
    ------
    ConfigError
        If they do not say as what this desk is known there, or whom to admit.
    """
    from handiwork.team.provider import Client, read_admitted

    chosen = app.settings
    if not chosen.oidc_issuer:
        return None
    if not chosen.oidc_client_id or not chosen.oidc_admit:
        raise ConfigError("oidc_issuer needs oidc_client_id and oidc_admit beside it: see the settings' page")
    secret = os.environ.get("HANDIWORK_OIDC_SECRET", "")
    return app.team.provider(
        Client(chosen.oidc_issuer, chosen.oidc_client_id, secret, read_admitted(chosen.oidc_admit))
    )
