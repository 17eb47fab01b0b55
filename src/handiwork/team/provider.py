"""Signing in by an OpenID Connect provider: discovery, authorization code with PKCE, and the check of its ID token."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

import httpx2
from sqlalchemy import delete

from handiwork.errors import ConfigError, TransientSourceError, UsageError
from handiwork.privacy.secrets import digest_of, new_secret
from handiwork.state.team_models import ProviderRow

if TYPE_CHECKING:
    from handiwork.state.database import Database

__all__ = ["Client", "Identity", "NotAdmittedError", "Provider", "read_admitted"]

_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""With key pairs alone: the provider's public key must never serve as a shared secret."""

_REQUIRED = ("iss", "sub", "aud", "exp", "iat", "nonce")
_LEEWAY_S = 60
_UNDER_WAY = timedelta(minutes=10)
_MOST_BYTES = 1_000_000
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class NotAdmittedError(UsageError):
    """The provider's answer is not what was asked for, or who it tells of may not come in."""


@dataclass(frozen=True, slots=True)
class Client:
    """What the provider knows of this desk.

    Attributes
    ----------
    issuer
        The provider's name for itself, an address.
    client_id
        Its name for this desk.
    secret
        Empty for a client without one: PKCE protects it all the same.
    admitted
        Claims and values of which a token must have one; ``sub`` is such a claim. None admits nobody.
    """

    issuer: str
    client_id: str
    secret: str
    admitted: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the provider says it is: its own name and subject, and the name the person goes by there, or nothing."""

    issuer: str
    subject: str
    wanted: str


class Provider:
    """One provider.

    Parameters
    ----------
    client
        This desk, as the provider knows it.
    database
        The opened state database: sign-ins under way are kept there, so that any process may finish them.
    clock
        Tells the present instant, aware.
    """

    def __init__(self, client: Client, database: "Database", clock: Callable[[], datetime]) -> None:
        self._client, self._database, self._clock = client, database, clock
        self._found: Mapping[str, Any] = {}

    def begin(self, *, redirect_uri: str, to: str) -> tuple[str, str]:
        """Begin a sign-in.

        Parameters
        ----------
        redirect_uri
            Where the provider sends the browser back.
        to
            Where to go on then, a path of this site.

        Returns
        -------
        tuple
            The provider's address for the browser, and a secret that the browser keeps until it comes back.
        """
        state, browser, nonce, verifier = (new_secret() for _ in range(4))
        now = self._clock()
        with self._database.transaction() as session:
            session.execute(delete(ProviderRow).where(ProviderRow.made_at < now - _UNDER_WAY))
            session.add(
                ProviderRow(
                    digest=digest_of(state),
                    browser=digest_of(browser),
                    nonce=nonce,
                    verifier=verifier,
                    goes_to=to,
                    made_at=now,
                )
            )
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        asked = {
            "response_type": "code",
            "scope": "openid profile",
            "client_id": self._client.client_id,
            "redirect_uri": redirect_uri,
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        endpoint = self._endpoint("authorization_endpoint")
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{urlencode(asked)}", browser

    def finish(self, *, state: str, code: str, browser: str, redirect_uri: str) -> tuple[Identity, str]:
        """Take the provider's answer and return who it is, and where to go on; works once.

        Raises
        ------
        NotAdmittedError
            If this browser did not begin the sign-in of late, the token is not good, or the person may not come in.
        TransientSourceError
            If the provider does not answer as it should.
        """
        with self._database.transaction() as session:
            row = session.get(ProviderRow, digest_of(state), with_for_update=True)
            if row is None:
                raise NotAdmittedError("no sign-in is under way that this is the answer to: begin again")
            kept = (row.browser, row.nonce, row.verifier, row.goes_to, row.made_at)
            session.delete(row)
        mine, nonce, verifier, to, made_at = kept
        if not hmac.compare_digest(digest_of(browser), mine) or self._clock() - made_at >= _UNDER_WAY:
            raise NotAdmittedError("the sign-in began in another browser, or too long ago: begin again")
        claims = self._claims(self._id_token(code, verifier, redirect_uri), nonce)
        if not any(_has(claims.get(claim), value) for claim, value in self._client.admitted):
            raise NotAdmittedError("the provider knows you, but you are not on this desk's list: ask an admin")
        wanted = claims.get("preferred_username")
        return Identity(claims["iss"], claims["sub"], wanted if isinstance(wanted, str) else ""), to

    # --- private ---

    def _endpoint(self, name: str) -> str:
        if not self._found:
            found = self._answer("GET", f"{self._client.issuer.rstrip('/')}/.well-known/openid-configuration")
            if found.get("issuer") != self._client.issuer:
                raise TransientSourceError(
                    f"the provider calls itself {str(found.get('issuer'))[:200]!r}, the setting oidc_issuer says "
                    f"{self._client.issuer!r}: they must be the same"
                )
            self._found = found
        address = str(self._found.get(name, ""))
        parts = urlsplit(address)
        here = urlsplit(self._client.issuer).hostname in _LOOPBACK and parts.hostname in _LOOPBACK
        if parts.scheme != "https" and not (parts.scheme == "http" and here):
            raise TransientSourceError(f"the provider's {name} is {address[:200]!r}, no https address")
        return address

    def _id_token(self, code: str, verifier: str, redirect_uri: str) -> str:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "client_id": self._client.client_id,
            "code_verifier": verifier,
        }
        if self._client.secret:
            form["client_secret"] = self._client.secret
        token = self._answer("POST", self._endpoint("token_endpoint"), form).get("id_token")
        if not isinstance(token, str):
            raise TransientSourceError("the provider sent no ID token")
        return token

    def _claims(self, token: str, nonce: str) -> dict[str, Any]:
        """Return what an ID token says, after everything about it was checked."""
        try:
            import jwt  # noqa: PLC0415 - an extra
        except ModuleNotFoundError as error:
            raise ConfigError("the extra `oidc` is not installed: pip install 'handiwork[oidc]'") from error
        try:
            header = jwt.get_unverified_header(token)
            if header.get("alg") not in _ALGORITHMS:
                raise NotAdmittedError(f"the ID token is signed by {str(header.get('alg'))[:20]!r}, which is not taken")
            keys = jwt.PyJWKSet.from_dict(self._answer("GET", self._endpoint("jwks_uri"))).keys
            kid = header.get("kid")
            fitting = [key for key in keys if kid is None or key.key_id == kid]
            if len(fitting) != 1:
                raise NotAdmittedError("the ID token does not say by which of the provider's keys it is signed")
            claims = jwt.decode(
                token,
                fitting[0].key,
                algorithms=list(_ALGORITHMS),
                audience=self._client.client_id,
                issuer=self._client.issuer,
                leeway=_LEEWAY_S,
                options={"require": list(_REQUIRED)},
            )
        except (jwt.PyJWTError, TypeError, ValueError) as error:
            raise NotAdmittedError(f"the ID token is not good ({type(error).__name__}): begin again") from error
        has_several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if claims.get("azp", None if has_several else self._client.client_id) != self._client.client_id:
            raise NotAdmittedError("the ID token was made for another client")
        if not hmac.compare_digest(str(claims["nonce"]).encode(), nonce.encode()):
            raise NotAdmittedError("the ID token belongs to another sign-in: begin again")
        if not isinstance(claims["sub"], str) or not claims["sub"]:
            raise NotAdmittedError("the ID token says of nobody who it is")
        return dict(claims)

    def _answer(self, method: str, url: str, form: Mapping[str, str] | None = None) -> dict[str, Any]:
        """Ask the provider; redirects are not followed, long answers are not read."""
        where = urlsplit(url).hostname
        try:
            with (
                httpx2.Client(timeout=10.0, follow_redirects=False) as client,
                client.stream(method, url, data=form, headers={"accept": "application/json"}) as response,
            ):
                read = bytearray()
                for chunk in response.iter_bytes():
                    read += chunk
                    if len(read) > _MOST_BYTES:
                        raise TransientSourceError(f"the provider {where} sent more than {_MOST_BYTES:,} bytes")
                status = response.status_code
            if status != 200:
                raise TransientSourceError(f"the provider {where} answered {status}: sign in again")
            found = json.loads(bytes(read))
        except (httpx2.HTTPError, ValueError) as error:
            raise TransientSourceError(f"the provider {where} cannot be asked: {type(error).__name__}") from error
        if not isinstance(found, dict):
            raise TransientSourceError(f"the provider {where} answered no JSON object")
        return found


def read_admitted(text: str) -> tuple[tuple[str, str], ...]:
    """Return the claims and values of a setting.

    Raises
    ------
    ConfigError
        If a part is not ``claim:value``.

    Examples
    --------
    >>> read_admitted("groups:sourcing, sub:24828976")
    (('groups', 'sourcing'), ('sub', '24828976'))
    """
    pairs = [part.strip().partition(":") for part in text.split(",") if part.strip()]
    wrong = [claim for claim, colon, value in pairs if not (claim and colon and value)]
    if wrong:
        raise ConfigError(f"oidc_admit: {wrong[0]!r} is not written as claim:value")
    return tuple((claim, value) for claim, _, value in pairs)


# --- private ---


def _has(found: Any, value: str) -> bool:
    """Return whether a claim is a value, or a list that holds it; a number or a part of a text is not it."""
    return value in found if isinstance(found, list) else isinstance(found, str) and found == value
