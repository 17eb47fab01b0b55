"""What an address asks of a role: its text, what is changed in the brief, filters, index and page; and back."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import quote_plus

from markupsafe import Markup
from pydantic import BaseModel, ConfigDict, Field

from handiwork.brief import BriefEdits, parse_edits
from handiwork.search import SearchOptions

__all__ = ["RoleQuery"]

_DEFAULT_LIMIT = 20


class RoleQuery(BaseModel):
    """A role and everything that is asked beside it; the same names as the command line's flags."""

    model_config = ConfigDict(frozen=True, populate_by_name=True)

    role: str = Field(description="The role in plain language, or a whole advert.", max_length=50_000)
    edit: tuple[str, ...] = Field(
        (),
        description="What is changed in the brief: repo:OWNER/NAME, ecosystem:NAME, skill:WORDS or since:DAY; a - "
        "before it removes, =WEIGHT after it weighs.",
    )
    add_repository: str = Field("", description="One more repository, owner/name.", max_length=200)
    add_skill: str = Field("", description="One more skill.", max_length=100)
    repo: tuple[str, ...] = Field((), description="Rank on work in these repositories alone.")
    ecosystem: tuple[str, ...] = Field((), description="Rank on work in these ecosystems' key repositories alone.")
    since: date | None = Field(None, description="Only work on or after this day.")
    active_since: date | None = Field(None, description="Only people with any act on or after this day.")
    kind: tuple[str, ...] = Field((), description="Only contributions of these kinds.")
    maintainers_only: bool = Field(False, description="Only work in repositories that the person keeps.")
    min_evidence: int = Field(0, ge=0, le=100_000, description="Least number of acts behind a score.")
    exclude_repo: tuple[str, ...] = Field((), description="Leave out work in these repositories.")
    exclude_owner: tuple[str, ...] = Field((), description="Leave out work in these owners' repositories.")
    signal: tuple[str, ...] = Field((), description="What own lines must show: a name, or name>=number.")
    prefer: tuple[str, ...] = Field((), description="Signals that add a small part of their own to scores.")
    has: tuple[str, ...] = Field(
        (), description="Of those ranked, only who has all of these: maintainer, package, talk, model, paper."
    )
    facet: tuple[str, ...] = Field(
        (), description="Of those ranked, only who has this: group:value, as the answer's facets name them."
    )
    sort: str = Field("fit", pattern="^(fit|recency|depth|breadth)$", description="fit, recency, depth or breadth.")
    accounts: str = Field("known", pattern="^(known|any)$", description="known: people without an account stand apart.")
    index: str | None = Field(None, max_length=100, description="Answer from this index; the current one if absent.")
    page: int = Field(1, ge=1, le=500, description="Page of the results, 1 first.")
    per_page: int = Field(_DEFAULT_LIMIT, ge=1, le=100, description="People a page.")

    def edits(self) -> BriefEdits:
        """Return what is changed in the brief.

        Raises
        ------
        UsageError
            Naming the first edit that cannot be read.
        """
        return parse_edits(self._edits())

    def options(self) -> SearchOptions:
        """Return limits and filters; the limit reaches to the end of the page.

        Raises
        ------
        UsageError
            If a kind of contribution is unknown.
        """
        return SearchOptions(
            limit=self.page * self.per_page,
            accounts=self.accounts,
            repositories=self.repo,
            ecosystems=self.ecosystem,
            since=self.since,
            active_since=self.active_since,
            kinds=self.kind,
            maintainers_only=self.maintainers_only,
            min_evidence=self.min_evidence,
            exclude_repositories=self.exclude_repo,
            exclude_owners=self.exclude_owner,
            signals=self.signal,
            prefer=self.prefer,
            has=self.has,
            facets=self.facet,
            sort=self.sort,
        )

    def pairs(self) -> list[tuple[str, str]]:
        """Return the canonical query: what differs from the defaults, in the order of the fields."""
        found: list[tuple[str, str]] = []
        for name, default in _defaults(type(self)).items():
            value = self._edits() if name == "edit" else getattr(self, name)
            if value == default and name != "role":
                continue
            values: Iterable[Any] = value if isinstance(value, tuple) else (value,)
            found += [(name, _written(each)) for each in values]
        return found

    def to_query(self, **changes: Any) -> str:
        """Return the canonical query text with some fields changed; unless that is the page, from page 1."""
        if changes and "page" not in changes:
            changes["page"] = 1
        asked = self.model_copy(update=changes) if changes else self
        return "&".join(f"{name}={_quoted(value)}" for name, value in asked.pairs())

    def link(self, path: str, *, edit: str | None = None, **changes: Any) -> str:
        """Return the address of a page for the same question, with one more edit, or with fields changed."""
        if edit is not None:
            changes["edit"] = _without_older(self._edits(), edit)
            changes |= {"add_repository": "", "add_skill": ""}
        return f"{path}?{self.to_query(**changes)}"

    def hidden(self) -> Markup:
        """Return hidden fields of a form that carry the question on."""
        template = Markup('<input type="hidden" name="{}" value="{}">')
        return Markup("").join(template.format(name, value) for name, value in self.pairs() if name != "page")

    # --- private ---

    def _edits(self) -> tuple[str, ...]:
        found = self.edit
        if self.add_repository.strip():
            found = _without_older(found, f"repo:{self.add_repository.strip()}")
        if self.add_skill.strip():
            found = _without_older(found, f"skill:{self.add_skill.strip()}")
        return found


def _without_older(edits: tuple[str, ...], last: str) -> tuple[str, ...]:
    """Return edits with one more, without earlier ones about the same thing."""
    return (*(each for each in edits if _about(each) != _about(last)), last)


def _about(edit: str) -> str:
    """Return what an edit is about: kind and name, without sign and weight.

    Examples
    --------
    >>> _about("-repo:a/b"), _about("repo:A/b=0.5"), _about("since:2025-01-31")
    ('repo:a/b', 'repo:a/b', 'since')
    """
    kind, _, rest = edit.strip().lstrip("+-").partition(":")
    if kind == "since":
        return kind
    name, equals, weight = rest.rpartition("=")
    is_weighed = bool(equals) and weight.replace(".", "", 1).isdecimal()
    return f"{kind}:{(name if is_weighed else rest).strip().lower()}"


@lru_cache(maxsize=8)
def _defaults(query: type[RoleQuery]) -> dict[str, Any]:
    """Return what each field is if nothing is asked, without those that only add an edit."""
    fields = query.model_fields.items()
    return {name: info.default for name, info in fields if name not in {"add_repository", "add_skill"}}


@lru_cache(maxsize=256)
def _quoted(value: str) -> str:
    """Return a value as an address holds it; a page has a role's text in dozens of links."""
    return quote_plus(value)


def _written(value: Any) -> str:
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)
