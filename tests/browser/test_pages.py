"""The desk in a real browser: a server over the demo world, and the scripts beside this file that open its pages."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROLE = "Python engineer who builds async REST APIs with FastAPI and SQLAlchemy"

PASSWORD = "three grey horses"

CONTROLLER = """\
controller_name = "Kontor Beispiel"
controller_contact_page = "https://kontor.example/contact"
controller_notice_page = "https://kontor.example/notice"
"""
"""Who answers for the desk: without it no draft is written."""

PAGES = [
    "/saved",
    "/ecosystems",
    "/ecosystems/python-web",
    "/repositories/fastapi/fastapi",
    "/repositories?text=async web",
    "/data",
    "/ranking",
    f"/compare?role={ROLE}&person=n_cald&person=dakifen_ocaldnel",
    f"/why?role={ROLE}&person=n_cald&kind=release",
    f"/search?role={ROLE}&repo=fastapi/fastapi&since=2030-01-01",
    f"/search?role={ROLE}&sort=depth",
    f"/search?role={ROLE}&has=maintainer&facet=last:12&facet=kind:review&sort=recency",
    f"/why?role={ROLE}&person=n_cald&has=maintainer&min_evidence=900",
    "/lists",
    "/notices",
    "/about-you",
    "/about-you?language=fr",
    "/notices?language=de",
    "/",
    "/keys",
    "/api",
    "/sign-in",
    "/welcome",
    "/account",
    "/users",
    f"/brief?role={ROLE}, native English&edit=-repo:pallets/flask",
    f"/search?role={ROLE}&kind=commit",
    f"/search?role={ROLE}&blind=1&page=2",
    "/search?role=underwater basket weaving",
    "/exercises",
    f"/exercises?role={ROLE}",
    "/exercises/data-engineering",
    "/exercises/ai/sheet?exercise=train-and-judge-a-model",
    "/exercises/ai/marks?exercise=train-and-judge-a-model",
    "/people/j_stev3/draft",
    f"/people/j_stev3/draft?role={ROLE} and Starlette",
    "/people/n_cald",
    f"/people/n_cald?role={ROLE}&blind=1",
    f"/people/no:3?role={ROLE}&acts=2",
]
"""Every page of the desk, as a reader of the demo world comes to it; a new page is added here."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("chromium") is None, reason="no Chromium on this machine"),
    pytest.mark.skipif(not (ROOT / "node_modules").is_dir(), reason="`make node_modules/.ready` was not run"),
]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """Return a home with the invented world indexed."""
    made = tmp_path_factory.mktemp("desk")
    subprocess.run(
        [sys.executable, "-m", "handiwork", "--home", made, "--quiet", "demo"], check=True, capture_output=True
    )
    (made / "demo" / "handiwork.toml").write_text(CONTROLLER, encoding="utf-8")
    return made / "demo"


@pytest.fixture(scope="module")
def desk(home):
    """Return the address of a server over the home."""
    with _serving(home) as address:
        yield address


@pytest.fixture(scope="module")
def team_desk(tmp_path_factory):
    """Return the address of a server over a home with a user."""
    made = tmp_path_factory.mktemp("team")
    command = [sys.executable, "-m", "handiwork", "--home", made, "user", "add", "mira_k"]
    subprocess.run(command, check=True, capture_output=True, input=PASSWORD.encode())
    with _serving(made) as address:
        yield address


def run(desk: str, script: str, **more: str) -> None:
    """Run one of the scripts with Node's own test runner, and show what it says if it fails."""
    environment = {**os.environ, "DESK_URL": desk, **more}
    command = ["node", "--test", f"tests/browser/{script}"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600, check=False)
    failed = re.findall(r"^not ok.*?^  \.\.\.$", done.stdout, re.MULTILINE | re.DOTALL)
    assert done.returncode == 0, "\n".join(failed)[:6000] + done.stderr[-2000:]


def test_every_page_is_accessible_and_asks_nobody_else(desk):
    run(desk, "every_page.test.js", DESK_PAGES="\n".join(PAGES))


def test_the_whole_way_from_a_role_to_an_export(desk):
    run(desk, "whole_path.test.js", DESK_ROLE="Data engineer for Airflow pipelines")


def test_a_draft_is_chosen_written_edited_and_copied(desk):
    run(desk, "drafts.test.js", DESK_ROLE=f"{ROLE} and Starlette")


def test_a_team_signs_in_invites_and_signs_out(team_desk):
    run(team_desk, "team.test.js", DESK_PASSWORD=PASSWORD)


@contextmanager
def _serving(home: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "handiwork", "--home", home, "serve", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as server:
        address = f"http://127.0.0.1:{port}"
        try:
            _wait(address, server)
            yield address
        finally:
            server.terminate()


def _wait(address: str, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(200):
        if server.poll() is not None:
            pytest.fail(f"the server ended: {server.stdout.read().decode()}")
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=2)
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the server did not answer within 20 seconds")
