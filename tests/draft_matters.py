"""What drafts in tests are made from: invented people, repositories and operators."""

from datetime import date

from handiwork.desk.drafts import Act, Matter, Operator, Pay

OPERATOR = Operator("Kontor Beispiel", "https://kontor.example/contact", "https://kontor.example/notice")
PUBLISHED = Pay(130_000, 200_000, "USD", "2026-03", "sourcing guide", "total compensation", "US")
OWN = Pay(7_500, 90_000, "EUR", "2026-03-01")


def act(kind="merged_pull_request", *, repository="tower_org/gate", number=12, sha=None, title="Close idle sockets"):
    """Return an act of an invented repository."""
    place = f"commit/{sha}" if sha else f"pull/{number}"
    url = f"https://github.com/{repository}/{place}"
    return Act(kind, repository, number, sha, title, date(2025, 9, 1), url, f"{kind}{number}{sha}")


def matter(**changes):
    """Return a matter, with some parts changed."""
    parts = {
        "name": "Mira Kestrel",
        "acts": (act(),),
        "counts": {"tower_org/gate": 1204},
        "role": "Python backend engineer",
        "skills": ("asyncio", "HTTP"),
        "pay": PUBLISHED,
        "operator": OPERATOR,
        "seen_on": date(2025, 12, 1),
    }
    return Matter(**(parts | changes))
