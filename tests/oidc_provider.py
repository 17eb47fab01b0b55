"""An OpenID Connect provider of the tests' own: real HTTP on loopback, real keys, and answers that can be spoilt."""

import base64
import hashlib
import json
import secrets
import time
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT = "desk"
SECRET = "client-secret"


@cache
def key(number=0):
    """Return a key pair; others than the first are not published."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider:
    """What the provider knows, and how its next ID token is spoilt."""

    def __init__(self, address):
        self.issuer = self.told_issuer = address
        self.codes = {}
        self.claims = {"sub": "24828976", "preferred_username": "Nora_O", "groups": ["sourcing", "all"]}
        self.spoil = lambda claims: claims
        self.sign = lambda claims: jwt.encode(claims, key(), "RS256", {"kid": "one"})
        self.asked = []

    def discovery(self):
        names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        return {"issuer": self.told_issuer} | {name: f"{self.issuer}/{name}" for name in names}

    def jwks(self):
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key().public_key()))
        return {"keys": [public | {"kid": "one", "use": "sig", "alg": "RS256"}]}

    def authorize(self, asked):
        """Return where a browser that signed in here is sent."""
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert "openid" in asked["scope"].split()
        code = secrets.token_urlsafe()
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state'], 'iss': self.issuer})}"

    def token(self, form):
        """Return the answer to a code, once, to whoever proves to have begun."""
        asked = self.codes.pop(form.get("code"), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        fits = asked is not None and (
            base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == asked["code_challenge"]
            and form["client_secret"] == SECRET
            and form["client_id"] == asked["client_id"] == CLIENT
            and form["redirect_uri"] == asked["redirect_uri"]
        )
        if not fits:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        return 200, {"id_token": self.sign(self.spoil(claims | self.claims)), "token_type": "Bearer"}


@contextmanager
def running():
    """Yield a provider that answers on loopback."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            path = urlsplit(self.path).path
            found = {"/.well-known/openid-configuration": provider.discovery, "/jwks_uri": provider.jwks}.get(path)
            self._send(200 if found else 404, found() if found else {})

        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            provider.asked.append(form)
            self._send(*provider.token(form))

        def _send(self, status, value):
            body = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        provider = Provider(f"http://127.0.0.1:{server.server_port}")
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield provider
        finally:
            server.shutdown()
