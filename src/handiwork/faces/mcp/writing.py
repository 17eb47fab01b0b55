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
        return {"Draft a message to one person": self.draft_text}

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
        by = Drafting(self._app.settings.operator or "you", datetime.now(UTC))
        view = draft_view(draft_for(self._app, person, request, by=by), request)
        draft = view["draft"]
        lines = "\n".join(map(cleaned, draft["text"].splitlines()))
        acts = [{**act, "at": act["on"]} for act in view["evidence"]]
        return DraftValue.model_validate(cleaned({**draft, "evidence": acts}) | {"text": lines})
