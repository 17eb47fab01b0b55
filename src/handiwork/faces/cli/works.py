"""Printing what other origins told of a person: profile, works, what may be theirs, and which origins were asked."""

from typing import Any

from handiwork.faces.cli.shared import say
from handiwork.faces.formats import plain

__all__ = ["print_profile", "print_told"]

_NAMES = {
    "github": "GitHub profile",
    "pypi": "PyPI",
    "conferences": "conferences",
    "huggingface": "Hugging Face",
    "papers": "papers",
}
_WORDS = {"index_status": "index says", "commits_are_all": "all commits told", "sdk": "SDK"}
"""What a fact is called in a sentence, where its name alone would puzzle."""


def print_profile(profile: dict[str, Any] | None) -> None:
    """Print what a person shows on their profile on GitHub."""
    if profile is None:
        return
    shown = [profile["name"], *profile["links"]]
    if profile["is_hireable"]:
        shown.append("says they are open to offers")
    if profile["is_hireable"] is False:
        shown.append("says they do not want to be asked")
    told = ", ".join(plain(text) for text in shown if text) or "nothing but the login"
    say(f"  profile: {told} ({_told(profile)})")


def print_told(view: dict[str, Any]) -> None:
    """Print what a person made elsewhere, apart what may be theirs, and which origins were asked."""
    possible = view["possible"]
    if view["accounts"] or view["works"]:
        say("Elsewhere:")
        _print_links(view)
    if possible["accounts"]:
        say("Maybe theirs, not proved:")
        _print_links(possible)
    say("Origins:")
    for row in view["origins"]:
        say(f"  {_NAMES[row['origin']]:<15} {_asked(row)}")


# --- private ---


def _print_links(found: dict[str, Any]) -> None:
    for link in found["accounts"]:
        _print_account(link)
        for work in found["works"]:
            if work["link"]["account"] == link["account"]:
                _print_work(work)


def _print_account(link: dict[str, Any]) -> None:
    page = f"  {plain(link['page'])}" if link["page"] else ""
    say(f"  {plain(link['account'])}  {link['status']} {link['strength']:.2f}{page}")
    for reason in link["reasons"]:
        proof = " ".join(str(part) for part in (reason["source"], (reason["seen_at"] or "")[:10]) if part)
        say(f"      because {reason['reason']} {reason['weight']:.2f}" + (f"  {plain(proof)}" if proof else ""))
    if "accept" in link:
        say(f"      decide with `{plain(link['accept'])}` or `{plain(link['reject'])}`")


def _print_work(work: dict[str, Any]) -> None:
    when = work["at"][:10] if work["at"] else "no date told"
    licence = f", {plain(work['licence'])}" if work["licence"] else ""
    say(f"    - {when} {work['kind']} “{plain(work['title'])}” ({', '.join(work['roles'])}{licence})")
    if work["url"]:
        say(f"        {plain(work['url'])}")
    facts = [_fact(name, value) for name, value in work["facts"].items()]
    facts += [f"made in {made['repo']} ({made['proof']})" for made in work["repositories"]]
    if facts:
        say("        " + plain("; ".join(facts)))
    say(f"        {_told(work)}")


def _fact(name: str, value: Any) -> str:
    word = _WORDS.get(name, name.removesuffix("_at").removeprefix("is_").replace("_", " "))
    if isinstance(value, bool):
        return word if value else f"not {word}"
    if name == "base_models":
        return "made from " + ", ".join(_base(base) for base in value)
    if isinstance(value, list):
        return f"{word} {', '.join(map(str, value))}"
    if isinstance(value, int):
        return f"{word} {value:,}"
    return f"{word} {value[:10] if name.endswith('_at') else value}"


def _base(base: dict[str, Any]) -> str:
    return f"{base['name']} ({base['relation']})" if base.get("relation") else str(base["name"])


def _told(told: dict[str, Any]) -> str:
    """Return where something was told, when and under which terms."""
    parts = [told.get("source") or "", f"seen {told['seen_at'][:10]}" if told["seen_at"] else "", told["data_licence"]]
    return "; ".join(plain(part) for part in parts if part)


def _asked(row: dict[str, Any]) -> str:
    if row["status"] == "not observed":
        return f"not observed: `{row['ask']}`"
    when = f" {row['asked_at'][:10]}" if row["asked_at"] else ""
    only = ", only about what may be theirs" if row["status"] == "possible" else ""
    return f"asked{when}{only}; data: {plain(', '.join(row['data_licences'])) or 'terms not told'}"
