"""Packages of PyPI: the contract of every origin."""

import json
from datetime import datetime
from typing import Any, ClassVar

import pytest
from tests.origin_server import OriginServer, Reply
from tests.source_contract import ADDRESS, SourceContract, lake_rows

from handiwork.app import Handiwork
from handiwork.app.origins.pypi import ingest_pypi, repositories_to_ask
from handiwork.index.work_facts import chosen_facts, is_maintained
from handiwork.ingest.pypi_repositories import names_to_try

REAL = "data/api/pypi_metadata"
"""Folder of real METADATA files beside the checkout."""


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

    # --- what is made in a repository ---

    def test_a_repository_has_the_packages_that_name_it_themselves(self, open_app, server):
        fill_package(server, "python-http", "ada_l/http", {"ada_l": "Owner"})
        fill_package(server, "http", "somebody_else/http", {"bo_b": "Owner"})
        app = open_app()
        records = ingest_pypi(app, [], repositories={"ada_l/http": ("ada_l/http",)})
        assert [record.package for record in records] == ["python-http"]
        assert {row["work"] for row in lake_rows(app)["works"]} == {"package:python-http"}

    def test_a_name_that_no_package_has_is_no_failure(self, open_app):
        assert ingest_pypi(open_app(), [], repositories={"ada_l/nothing-here": ()}) == []

    def test_a_package_that_names_a_former_name_of_the_repository_is_its_own(self, open_app, server):
        fill_package(server, "motor", "old_owner/motor", {"ada_l": "Owner"})
        records = ingest_pypi(open_app(), [], repositories={"new_owner/motor": ("old_owner/motor",)})
        assert [record.package for record in records] == ["motor"]

    def test_the_repositories_of_an_ecosystem_are_asked_for_by_every_name_they_had(self, open_app):
        asked = repositories_to_ask(open_app(), ecosystems=["python-web"], loaded=False)
        assert asked["encode/django-rest-framework"][0] == "encode/django-rest-framework"
        assert any(len(names) > 1 for names in asked.values())

    @pytest.mark.parametrize(
        ("repository", "names"),
        [
            ("octo_org/engine", ("engine", "python-engine", "pyengine", "octo-org-engine")),
            ("octo_org/Engine.py", ("engine-py", "engine")),
            ("octo_org/py-engine", ("py-engine", "engine")),
            ("octo_org/python-", ("python",)),
        ],
    )
    def test_names_to_try_come_from_the_repositorys_own_name(self, repository, names):
        assert names_to_try(repository) == names

    # --- odd projects ---

    def test_metadata_and_an_attestation_that_differ_are_both_told_each_with_its_proof(self, open_app, server):
        fill_package(server, "ada-http", "ada_l/http", {"ada_l": "Owner"})
        told = server.routes["/integrity/ada-http/1.1/provenance"].body
        told["attestation_bundles"][0]["publisher"]["repository"] = "release_org/http"
        app = open_app()
        ingest_pypi(app, ["ada-http"])
        rows = lake_rows(app)["work_repositories"]
        assert {(row["repo_name"], row["proof"]) for row in rows} == {
            ("release_org/http", "attestation"),
            ("ada_l/http", "metadata"),
        }

    def test_a_project_without_releases_has_no_dates_and_is_not_called_unmaintained(self, open_app, server):
        server.routes["/simple/empty/"] = Reply({"meta": {"api-version": "1.3"}, "name": "empty", "files": []})
        server.routes["/pypi/empty/json"] = Reply({"info": {"name": "empty"}})
        app = open_app()
        ingest_pypi(app, ["empty"])
        (row,) = lake_rows(app)["works"]
        assert (row["at"], json.loads(row["facts"])["releases"]) == (None, 0)
        assert "maintained" not in chosen_facts("package", row["facts"], on=datetime(2025, 1, 1))

    def test_a_project_that_was_deleted_is_told_and_keeps_what_the_lake_had(self, open_app, server):
        app = open_app()
        self.load(app)
        before = lake_rows(app)
        for path in ("/simple/tiny-web/", "/pypi/tiny-web/json"):
            del server.routes[path]
        records = {record.package: record for record in ingest_pypi(app, ["ada-http", "tiny-web"])}
        assert (records["tiny-web"].status, records["tiny-web"].details["error"]) == ("failed", "AbsentError")
        assert lake_rows(app) == before

    @pytest.mark.parametrize(
        ("facts", "maintained"),
        [
            ({"last_release_at": "2024-12-01T00:00:00+00:00"}, True),
            ({"last_release_at": "2023-12-01T00:00:00+00:00"}, False),
            ({"last_release_at": "2023-12-01T00:00:00+00:00", "median_days_between_releases": 200}, True),
            ({"last_release_at": "2020-12-01T00:00:00+00:00", "median_days_between_releases": 900}, False),
            ({"last_release_at": "2024-12-01T00:00:00+00:00", "index_status": "archived"}, False),
            ({"last_release_at": "2024-12-01T00:00:00+00:00", "development_status": "7 - Inactive"}, False),
            ({"releases": 3}, None),
        ],
    )
    def test_maintained_is_a_rule_over_releases_and_what_is_said_of_them(self, facts, maintained):
        assert is_maintained(facts, datetime(2025, 1, 1)) is maintained

    @pytest.mark.real
    def test_real_metadata_tell_the_repository_the_licence_and_that_it_is_typed(self, open_app, server, shared):
        found = {}
        for metadata in sorted((shared / REAL).glob("*.METADATA.txt")):
            name, version = metadata.name.split("-")[:2]
            name = name.replace("_", "-")
            whl = f"/files/{metadata.name.removesuffix('.METADATA.txt')}"
            told = file(name, version, "2026-11-01", url=whl, **{"core-metadata": {"sha256": "a"}})
            told["filename"] = whl.rpartition("/")[2]
            page = {"meta": {"api-version": "1.3"}, "name": name, "files": [told], "versions": [version]}
            server.routes[f"/simple/{name}/"] = Reply(page)
            server.routes[f"/pypi/{name}/json"] = Reply({"info": {"name": name}})
            server.routes[f"{whl}.metadata"] = Reply(metadata.read_bytes())
            found[name] = version
        app = open_app()
        records = ingest_pypi(app, sorted(found))
        assert [record.details.get("problem") for record in records if record.status == "failed"] == []
        rows = lake_rows(app)
        facts = {row["work"].partition(":")[2]: json.loads(row["facts"]) for row in rows["works"]}
        assert {name: told["latest_version"] for name, told in facts.items()} == found
        assert {name for name, told in facts.items() if told.get("typed")} >= {"fastapi", "pypi-simple"}
        proved = {(row["work"], row["repo_name"]) for row in rows["work_repositories"] if row["proof"] == "metadata"}
        assert ("package:fastapi", "fastapi/fastapi") in proved
        assert {work for work, _ in proved} >= {"package:fastapi", "package:polars", "package:pypi-simple"}
        assert [row["work"] for row in rows["works"] if not row["licence"]] == []
