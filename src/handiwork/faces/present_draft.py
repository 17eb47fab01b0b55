"""View models of drafts: what there is to write about, the text, and its checklist."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from handiwork.app.draft_choices import DraftChoices, DraftRequest
    from handiwork.app.drafting import DraftAnswer
    from handiwork.desk.drafts import Act, Pay
    from handiwork.index.told import PublicProfile

__all__ = ["choices_view", "draft_view"]


def choices_view(choices: "DraftChoices", request: "DraftRequest") -> dict[str, Any]:
    """Return what a draft can be about; ``refusal`` says why there can be none, and is empty if there can."""
    from handiwork.desk.drafts import LANGUAGES, LENGTHS, language_of  # noqa: PLC0415 - only drafts need it

    person = choices.person
    return {
        "person": None if request.is_blind else person.name or person.login or person.key,
        "login": None if request.is_blind else person.login,
        "person_id": person.person_id,
        "role": request.role,
        "title": request.title,
        "called": choices.called,
        "is_field": choices.is_field,
        "language": choices.language,
        "languages": [{"code": code, "name": language_of(code).name} for code in LANGUAGES],
        "length": request.length,
        "lengths": list(LENGTHS),
        "variant": request.variant,
        "salary": request.salary,
        "pay": _pay_view(choices.pay),
        "evidence": [_act_view(act, n) for n, act in enumerate(choices.acts, start=1)],
        "chosen": list(request.evidence) or [act.key for act in choices.acts[: 1 if request.length == "short" else 2]],
        "index": choices.index,
        "seen_on": choices.seen_on.isoformat(),
        "profile": _profile_view(choices.profile),
        "lists": [
            {"number": each.number, "name": each.name, "stage": entry.stage if entry else None}
            for each, entry in choices.lists
        ],
        "refusal": choices.refusal,
        "draft": None,
    }


def draft_view(answer: "DraftAnswer", request: "DraftRequest") -> dict[str, Any]:
    """Return a draft with its checklist; the text is plain and untrusted, whoever shows it escapes it."""
    from handiwork.desk.drafts import MOST_A_DAY  # noqa: PLC0415 - only drafts need it

    return {
        **choices_view(answer.choices, request),
        "pay": _pay_view(answer.matter.pay),
        "chosen": [act.key for act in answer.matter.acts],
        "draft": {
            "subject": answer.draft.subject,
            "text": answer.text,
            "is_edited": answer.text != answer.draft.text,
            "is_ready": answer.is_ready,
            "checks": [asdict(check) for check in answer.checks],
            "made_today": answer.made_today,
            "most_a_day": MOST_A_DAY,
        },
    }


# --- private ---


def _act_view(act: "Act", number: int) -> dict[str, Any]:
    return {
        "number": number,
        "key": act.key,
        "kind": act.kind,
        "repo": act.repository,
        "ref": act.ref,
        "title": act.title,
        "on": act.on.isoformat(),
        "url": act.url,
    }


def _profile_view(profile: "PublicProfile | None") -> dict[str, Any] | None:
    """Return where a person says they may be found; None if their profile was not asked for, or they are hidden."""
    if profile is None:
        return None
    return {
        "page": profile.page,
        "links": list(profile.links),
        "is_hireable": profile.is_hireable,
        "seen_on": profile.seen_at.date().isoformat() if profile.seen_at else None,
    }


def _pay_view(pay: "Pay | None") -> dict[str, Any] | None:
    return None if pay is None else {**asdict(pay), "is_own": pay.is_own}
