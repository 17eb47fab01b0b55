"""Tools that change something, off unless they are asked for: one person a call, and nothing is sent."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, Field

from handiwork.faces.mcp.telling import cleaned
from handiwork.faces.mcp.values import UNTRUSTED, EvidenceValue, Role, Who

if TYPE_CHECKING:
    from handiwork.app import Handiwork

__all__ = ["DraftValue", "WritingTools"]


class CheckValue(BaseModel):
    """One line of a draft's checklist."""

    label: str
    passed: bool
    found: str


class DraftValue(BaseModel):
    """A message about one person's public work, to be read, changed and sent by a person, or by nobody."""

    notice: str = Field(UNTRUSTED, description="How to read what follows.")
    subject: str
    text: str
    checks: list[CheckValue] = Field(description="What a reader looks for; whatever lacks is to be mended first.")
    is_ready: bool
    evidence: list[EvidenceValue] = Field(description="What else it could be about; choose by place, from 1.")
    made_today: int
    most_a_day: int


class ListCount(BaseModel):
    """One list, with how many people are at each stage."""

    number: int = Field(description="How add_to_list names it.")
    name: str
    role: str
    people: int
    stages: dict[str, int]


class ListsValue(BaseModel):
    """All lists, the newest first."""

    lists: list[ListCount]


class AddedValue(BaseModel):
    """Somebody on a list."""

    list: int = Field(description="Number of the list.")
    entry: int = Field(description="Number of the entry: how add_note names it.")


class NotedValue(BaseModel):
    """A note that was kept."""

    entry: int
    note: int


class WritingTools:
    """Tools over one home folder.

    Parameters
    ----------
    app
        Over the home folder.
    """

    def __init__(self, app: "Handiwork") -> None:
        self._app = app

    def tools(self) -> dict[str, Callable[..., Any]]:
        """Return the tools by title."""
        return {
            "Lists": self.show_lists,
            "Put one person on a list": self.add_to_list,
            "Write a note about an entry": self.add_note,
            "Draft a message to one person": self.draft_text,
        }

    def show_lists(self) -> ListsValue:
        """Show the lists of the desk by number and name, with how many people are at each stage."""
        from handiwork.app.listing import lists_told  # noqa: PLC0415 - heavy
        from handiwork.faces.present_lists import lists_view  # noqa: PLC0415 - as above

        return ListsValue.model_validate(cleaned(lists_view(lists_told(self._app))))

    def add_to_list(
        self,
        list_number: Annotated[int, Field(ge=1, le=999_999_999, description="Of a list, as show_lists tells it.")],
        person: Who,
        role: Annotated[str, Field(max_length=20_000, description="The role they were found for, if any.")] = "",
        stage: Literal["found", "reviewed", "shortlisted"] = "found",
    ) -> AddedValue:
        """Put one person on a list that a person made, with what they were found by. It is logged as an assistant's.

        Somebody who is on the list already stays at their stage. Later stages and taking people off are for people.
        """
        from handiwork.app.listing import add_to_list  # noqa: PLC0415 - heavy

        entry = add_to_list(self._app, list_number, person, role=role.strip(), stage=stage, by=self._name())
        return AddedValue(list=list_number, entry=entry)

    def add_note(
        self,
        entry: Annotated[int, Field(ge=1, le=999_999_999, description="Of a list's entry, as add_to_list tells it.")],
        text: Annotated[
            str, Field(min_length=1, max_length=2000, description="About their work and the role alone, with links.")
        ],
    ) -> NotedValue:
        """Write a note about somebody on a list; addresses in it are replaced, and it is marked as an assistant's.

        Write what linked work shows. Never write what is inferred about a person: origin, age, health, family, beliefs.
        """
        from handiwork.app.listing import entry_told  # noqa: PLC0415 - heavy

        found = entry_told(self._app, entry)
        return NotedValue(entry=entry, note=self._app.list_book.note(found.number, text, by=self._name()))

    def draft_text(
        self,
        person: Who,
        role: Role,
        evidence: Annotated[
            tuple[str, ...],
            Field(max_length=2, description="One or two acts by place, from 1; none: the strongest."),
        ] = (),
        language: Literal["en", "de", "fr", "es"] = "en",
        length: Literal["short", "medium"] = "short",
    ) -> DraftValue:
        """Draft one short message to one person about their own public work, with a checklist. It is never sent.

        It counts against the operator's limit of drafts a day, and is refused without the operator's identity set, for
        people who are left out, and where nothing of theirs matches the role.
        """
        from handiwork.app.drafting import Drafting, DraftRequest, draft_for  # noqa: PLC0415 - heavy
        from handiwork.faces.present_draft import draft_view  # noqa: PLC0415 - as above

        request = DraftRequest(role=role, evidence=evidence, language=language, length=length)
        by = Drafting(self._operator, datetime.now(UTC))
        view = draft_view(draft_for(self._app, person, request, by=by), request)
        draft = view["draft"]
        lines = "\n".join(map(cleaned, draft["text"].splitlines()))
        acts = [{**act, "at": act["on"]} for act in view["evidence"]]
        return DraftValue.model_validate(cleaned({**draft, "evidence": acts}) | {"text": lines})

    # --- private ---

    @property
    def _operator(self) -> str:
        return self._app.settings.operator or "you"

    def _name(self) -> str:
        return f"{self._operator} (assistant)"
