"""Packages of PyPI: the contract of every origin."""

from typing import Any, ClassVar

from tests.origin_server import OriginServer, Reply
from tests.source_contract import ADDRESS, SourceContract, lake_rows

from handiwork.app import Handiwork
from handiwork.app.origins.pypi import ingest_pypi


def file(name: str, version: str, day: str, **more: Any) -> dict[str, Any]:
    filename = f"{name.replace('-', '_')}-{version}-py3-none-any.whl"
    told = {"filename": filename, "url": f"/files/{filename}", "hashes": {}, "size": 10}
    return {**told, "upload-time": f"{day}T10:00:00.000000Z", "yanked": False, **more}


def fill_package(server: OriginServer, name: str, repository: str, roles: dict[str, str]) -> None:
    newest = f"/files/{name.replace('-', '_')}-1.1-py3-none-any.whl"
    provenance = f"/integrity/{name}/1.1/provenance"
    files = [
        file(name, "1.0", "2024-01-01"),
        file(name, "1.0.1", "2024-01-02", yanked="broken"),
        file(name, "1.1", "2024-03-01", **{"core-metadata": {"sha256": "a"}, "provenance": server.url + provenance}),
    ]
    page = {"meta": {"api-version": "1.3"}, "name": name, "files": files, "versions": ["1.0", "1.0.1", "1.1"]}
    metadata = [
        *("Metadata-Version: 2.4", f"Name: {name}", "Version: 1.1", f"Summary: Ask {ADDRESS} about it"),
        *(f"Author-Email: Ada <{ADDRESS}>", "License-Expression: MIT", "Requires-Python: >=3.10"),
        *("Classifier: Typing :: Typed", "Classifier: Development Status :: 4 - Beta"),
        *(f"Project-URL: Source, https://github.com/{repository}", ""),
    ]
    publisher = {"kind": "GitHub", "repository": repository, "workflow": "release.yml", "environment": ""}
    owners = [{"role": role, "user": user} for user, role in roles.items()]
    record = {"info": {"name": name, "author_email": ADDRESS}, "ownership": {"roles": owners, "organization": None}}
    server.routes[f"/simple/{name}/"] = Reply(page, headers={"ETag": f'"{name}"'})
    server.routes[f"/pypi/{name}/json"] = Reply(record, headers={"ETag": f'"{name}-roles"'})
    server.routes[f"{newest}.metadata"] = Reply("\n".join(metadata).encode())
    server.routes[provenance] = Reply({"version": 1, "attestation_bundles": [{"publisher": publisher}]})


class TestPyPI(SourceContract):
    origin = "pypi"
    settings: ClassVar = {"pypi_url": ""}
    suppressed_login = "bo_b"
    minimum: ClassVar = {"works": 2, "work_people": 3, "work_repositories": 4}

    def fill(self, server: OriginServer) -> None:
        fill_package(server, "ada-http", "ada_l/http", {"ada_l": "Owner", "Bo_B": "Maintainer"})
        fill_package(server, "tiny-web", "bo_b/tiny", {"ada_l": "Owner"})

    def load(self, app: Handiwork) -> None:
        ingest_pypi(app, ["Ada_Http", "tiny-web"])

    def test_a_second_run_asks_only_whether_something_changed(self, open_app, server):
        app = open_app()
        self.load(app)
        server.asked.clear()
        self.load(app)
        assert [asked.path for asked in server.asked if "if-none-match" not in asked.headers] == []
        assert len(server.asked) == 4

    def test_a_repository_is_told_with_what_proves_it(self, open_app):
        app = open_app()
        self.load(app)
        rows = lake_rows(app)["work_repositories"]
        told = {(row["work"], row["repo_name"], row["proof"]) for row in rows}
        assert told == {
            (work, name, proof)
            for work, name in (("package:ada-http", "ada_l/http"), ("package:tiny-web", "bo_b/tiny"))
            for proof in ("attestation", "metadata")
        }
