"""Drafts in four languages and two lengths, to the byte, about invented people; read them when they change."""

from pathlib import Path

import pytest
from tests.draft_matters import OWN, act, matter

from handiwork.desk.drafts import LANGUAGES, write

FOLDER = Path(__file__).parent / "drafts"
SHA = "9f8e7d6c5b4a39281706f5e4d3c2b1a098765432"
MATTERS = {
    "short": (matter(), "short"),
    "medium": (
        matter(
            name="jorin_v",
            acts=(
                act("review", number=45, title='Don\'t "reuse" closed sockets, see https://evil.example/x'),
                act("commit", repository="harbour_lab/log", number=None, sha=SHA, title="Fix flush order (#77)"),
            ),
            counts={"tower_org/gate": 3},
            skills=("asyncio", "HTTP", "SQL"),
            pay=OWN,
        ),
        "medium",
    ),
    "without": (matter(name=None, acts=(act("issue", title=None),), counts={}, skills=(), pay=None), "medium"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_drafts_read_as_they_were_approved(language):
    drafts = []
    for about, length in MATTERS.values():
        for variant in range(3):
            draft = write(about, language=language, length=length, variant=variant)
            drafts.append(f"{draft.subject}\n\n{draft.text}\n")
    assert "\n====\n\n".join(drafts) == (FOLDER / f"{language}.txt").read_text(encoding="utf-8")
