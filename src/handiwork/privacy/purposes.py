"""What each table of the lake is held for: one sentence a table, told to whoever asks what is held of them."""

__all__ = ["PURPOSES"]

PURPOSES = {
    "events": "public acts: what somebody did, where and when; the ground of every rank and its linked evidence",
    "push_commits": "commits as pushes told them: counted as work, as far as no full history is there",
    "accounts": "which login had which number: so that a rename neither splits a person nor ends an objection",
    "repositories": "what repositories are about: so that work is found by its subject",
    "commits": "commits of loaded histories: counted as work, with size, paths and subject line",
    "credits": "who wrote or co-wrote which commit",
    "authors": "author lines of histories: which of them are the same person; without addresses",
    "pull_requests": "pull requests with their outcome: counted as work, and shown as evidence",
    "reviews": "reviews: counted as work, and shown as evidence",
    "review_comments": "where in the code a review said something; without its text",
    "author_accounts": "which account an author line belongs to, as GitHub says",
    "profiles": "the name somebody shows, their own links, and whether they say that they may be asked",
    "works": "packages, talks, models and papers: shown beside contributions, never scored",
    "work_people": "who has which part in a package, talk, model or paper",
    "work_repositories": "which repository a package, talk, model or paper was made in",
    "account_links": "which accounts elsewhere are somebody's, with the proof",
    "own_work": "what the lines of their own code show: types, tests, documentation; never scored",
}
"""Of every table of the lake."""
