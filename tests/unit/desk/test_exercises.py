"""Kits of exercises: every one of the catalogue makes a sensible kit, and a brief chooses what resembles the job."""

from datetime import date

import pytest

from handiwork.brief import understand_brief
from handiwork.catalog import load_catalog
from handiwork.catalog.hiring import Exercise
from handiwork.desk.exercises import chosen_for, kit_named, kit_of, kits_of
from handiwork.desk.exercises.archetypes import archetypes, steps_of
from handiwork.desk.exercises.judging import criterion_of, read_table
from handiwork.errors import NotFoundError
from handiwork.faces.present_exercise import PAID, SHORT, kit_view, sheet_view
from handiwork.privacy.addresses import has_address

CATALOG = load_catalog(None)
KITS = [kit for ecosystem in CATALOG.ecosystems for kit in kits_of(ecosystem)]

# Labelled by hand: what kind of work each task of the catalogue is.
KINDS = {
    "ai: Train and judge a model": "model",
    "ai: Adapt a small language model": "model",
    "angular-and-vue: A table people can use": "frontend",
    "angular-and-vue: Streams without leaks": "debugging",
    "c-and-cpp: A ring buffer under load": "systems",
    "c-and-cpp: Old code, new guard": "debugging",
    "computer-vision-and-diffusion: Detect, and know where it fails": "model",
    "computer-vision-and-diffusion: An image pipeline in production": "service",
    "data-analysis: Answer a question with data": "analysis",
    "data-analysis: A dashboard that stays right": "analysis",
    "data-engineering: Design a pipeline that can fail": "pipeline",
    "data-engineering: Make a model incremental": "pipeline",
    "databases: A log that survives": "systems",
    "databases: The slow report": "performance",
    "devops: A role that can be trusted": "infrastructure",
    "devops: A plan under review": "review",
    "dotnet: Orders, once": "service",
    "dotnet: Fewer allocations": "performance",
    "go-backend: A service that stops well": "service",
    "go-backend: Half the allocations": "performance",
    "go-cloud: A lock one can trust": "systems",
    "go-cloud: A container by hand": "infrastructure",
    "home-automation: An integration for a device that misbehaves": "systems",
    "home-automation: A sensor on a microcontroller": "systems",
    "java-backend: An order service that survives": "service",
    "java-backend: Why is it slow": "performance",
    "jvm-data: Late events": "pipeline",
    "jvm-data: Push it down": "performance",
    "kotlin-android: Offline first": "mobile",
    "kotlin-android: Find the leak": "debugging",
    "kubernetes: An operator that converges": "infrastructure",
    "kubernetes: A stuck rollout": "debugging",
    "llm-applications: Answer questions over a set of documents": "language-model",
    "llm-applications: An agent with two tools": "language-model",
    "llm-serving: Serve a model under load": "performance",
    "llm-serving: One fused kernel": "performance",
    "mlops: From notebook to pipeline": "pipeline",
    "mlops: Watch a model go wrong": "monitoring",
    "node-backend: An upload that cannot hurt": "service",
    "node-backend: One query, not a hundred": "performance",
    "observability: Alerts worth waking for": "monitoring",
    "observability: Follow one request": "monitoring",
    "php: An import that resumes": "service",
    "php: A plugin others can trust": "library",
    "python-language: A small virtual machine": "tool",
    "python-language: An extension without leaks": "library",
    "python-tooling: A lint rule with a fix": "tool",
    "python-tooling: Resolve a small world": "tool",
    "python-web: A small asynchronous API": "service",
    "python-web: Slow endpoint": "performance",
    "react-frontend: A combobox for everyone": "frontend",
    "react-frontend: Make it load": "performance",
    "ruby: Grow a table": "service",
    "ruby: Specs that help": "debugging",
    "rust-systems: A queue without locks": "systems",
    "rust-systems: A binding that cannot crash": "library",
    "rust-tooling: A finder with taste": "tool",
    "rust-tooling: One more lint": "tool",
    "rust-web: A proxy with limits": "service",
    "rust-web: Checked to the database": "service",
    "scientific-python: Vectorise, then measure": "performance",
    "scientific-python: A numerical function for others": "library",
    "search-and-streaming: Better results, shown": "model",
    "search-and-streaming: Exactly what is promised": "pipeline",
    "security: Review before release": "review",
    "security: A harness that finds something": "debugging",
    "speech-and-nlp: Extract what matters from messy text": "model",
    "speech-and-nlp: Transcribe and measure": "model",
    "swift-ios: Notes that synchronise": "mobile",
    "swift-ios: A list that stutters": "debugging",
    "testing-and-typing: Find the bug with a property": "debugging",
    "testing-and-typing: Type an untyped module": "debugging",
    "time-series: Forecast, with honest intervals": "model",
    "time-series: Notice that something changed": "monitoring",
    "typescript-tooling: A rule worth having": "tool",
    "typescript-tooling: Cut the build in half": "performance",
    "web-rendering-and-build: A plugin with manners": "tool",
    "web-rendering-and-build: Half the script": "frontend",
}


def test_each_task_of_the_catalogue_is_the_kind_of_work_it_says():
    found = {f"{e.name}: {k.title}": k.archetype for e in CATALOG.ecosystems for k in kits_of(e)[: len(e.exercises)]}
    assert found == KINDS


@pytest.mark.parametrize("ecosystem", CATALOG.ecosystems, ids=lambda e: e.name)
def test_every_ecosystem_has_kits_that_can_be_given_as_they_are(ecosystem):
    kits = kits_of(ecosystem)
    assert len(kits) >= 3, "its own two and a review"
    assert len({kit.key for kit in kits}) == len(kits)
    for kit in kits:
        assert sum(step.minutes for step in kit.steps) == kit.minutes
        assert all(step.minutes >= 5 and step.minutes % 5 == 0 for step in kit.steps)
        assert all(len(c.levels) == 4 and len(set(c.levels)) == 4 for c in kit.criteria)
        assert len(kit.criteria) >= 3
        assert kit.given
        assert kit.leave_out
        assert kit.look_for
        assert len(kit.questions) == 3
        assert kit.must_be_paid == (kit.minutes > 120)
        assert kit_named(ecosystem, kit.key.upper()) == kit


def test_criteria_are_judged_by_what_they_are_about():
    assert criterion_of("The split and validation do not leak").family == "method"
    assert criterion_of("Measured before changed").family == "measured"
    assert criterion_of("Tests would catch a broken rule").family == "tested"
    assert criterion_of("Retries have limits and back off").family == "failing-well"
    assert criterion_of("secrets are kept out of the repository").family == "safe"
    assert criterion_of("The code is readable").family == "usable"
    assert criterion_of("Monitoring says what a person should do").family == "explained"
    assert criterion_of("Anyone can run it from a clean machine").family == "repeatable"
    assert criterion_of("It is numerically sound").family == "correct"
    assert criterion_of("findings are ordered by real risk").family == "found"
    assert criterion_of("The tone helps the author").family == "kind"
    assert criterion_of("Says how success is measured").family == "explained"
    assert criterion_of("errors do not expose internals").family == "safe"
    assert criterion_of("memory orderings are justified").family == "safe"
    families = {c.family for kit in KITS for c in kit.criteria}
    assert families == set(read_table("families.toml")), "each family is used"


@pytest.mark.parametrize("name", archetypes())
@pytest.mark.parametrize("minutes", [1, 5, 7, 30, 45, 61, 90, 240])
def test_steps_fill_the_time_box_exactly(name, minutes):
    steps = steps_of(name, minutes)
    assert sum(step.minutes for step in steps) == minutes
    assert min(step.minutes for step in steps) >= 1


def test_steps_are_shared_out_by_hundredths():
    # 20 units of five minutes beyond one each, in hundredths 15, 40, 30, 15: 3, 8, 6, 3 and one each.
    assert [step.minutes for step in steps_of("service", 120)] == [20, 45, 35, 20]


def test_a_task_of_an_own_ecosystem_without_any_known_word_still_makes_a_kit():
    kit = kit_of("own", Exercise("Zahlen", "Rechne.", 30, ("stimmt", "gut", "klar"), "own"))
    assert kit.archetype == "service"
    assert [c.family for c in kit.criteria] == ["correct"] * 3


def test_no_exercise_of_that_name_lists_those_there_are():
    with pytest.raises(NotFoundError, match="slow-endpoint"):
        kit_named(CATALOG.ecosystem("python-web"), "fast-endpoint")


# --- chosen from the brief ---


def _chosen(role, limit=4):
    return chosen_for(CATALOG, understand_brief(None, CATALOG, role, today=date(2026, 1, 1)), limit=limit)


def test_a_role_gets_exercises_of_its_field():
    first = _chosen("Data engineer for Airflow pipelines")[0]
    assert first.kit.ecosystem == "data-engineering"
    assert first.kit.archetype == "pipeline"


def test_what_the_role_names_comes_first():
    names = [each.kit.title for each in _chosen("Python backend engineer, FastAPI")]
    assert names[0] == "A small asynchronous API"
    other = [each.kit.title for each in _chosen("Python backend engineer, SQLAlchemy")]
    assert other[0] == "Slow endpoint"


def test_a_role_that_asks_for_reviews_gets_a_review_before_one_that_does_not():
    def place(role):
        return [each.kit.archetype for each in _chosen(role, limit=20)].index("review")

    assert place("Python backend engineer, FastAPI, who likes code review") < place("Python backend engineer, FastAPI")


def test_a_design_is_for_experienced_people():
    def kinds(role):
        return {each.kit.archetype for each in _chosen(role, limit=20)}

    assert "design" in kinds("Staff Python backend engineer")
    assert "design" not in kinds("Junior Python backend engineer")


def test_a_role_without_a_field_says_which_fields_there_are():
    with pytest.raises(NotFoundError, match="python-web"):
        _chosen("somebody nice")


@pytest.mark.parametrize("ecosystem", CATALOG.ecosystems, ids=lambda e: e.name)
def test_the_example_roles_of_an_ecosystem_get_a_kit(ecosystem):
    for role in ecosystem.example_roles:
        chosen = _chosen(role)
        assert chosen
        assert all(each.why for each in chosen)


# --- the candidate's sheet ---


@pytest.mark.parametrize("kit", KITS, ids=lambda k: f"{k.ecosystem}-{k.key}")
def test_a_sheet_says_whether_it_is_paid_and_keeps_only_the_planted_faults_back(kit):
    sheet = sheet_view(kit)
    assert (PAID if kit.minutes > 120 else SHORT) in sheet["terms"]
    assert [c["text"] for c in sheet["criteria"]] == [c.text for c in kit.criteria]
    shown = repr(sheet)
    assert not any(secret in shown for secret in kit.prepare)
    assert not has_address(repr(kit_view(kit)))
