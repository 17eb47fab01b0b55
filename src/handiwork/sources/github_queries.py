"""What is asked of GitHub: every GraphQL document and every REST path, checked in the tests against its schemas.

No document asks for an address or a picture. The price of a document is the number of its connections, each counted
as often as the ones around it have members, divided by 100: labels, files and reviews of fifty pull requests are
1 + 3 · 50 requests, two points. Comments of reviews would be a connection in each review; they are asked for by REST.
"""

__all__ = [
    "BARE_PULL_REQUEST",
    "MORE_REVIEWS",
    "PAGE_PRICE",
    "PULL_REQUESTS",
    "REPOSITORY",
    "REVIEW_COMMENTS_PATH",
    "UPDATED_COUNT",
    "accounts_of_commits",
    "people",
]

_LIMIT = """
fragment Limit on Query { rateLimit { cost remaining resetAt } }
"""

_ACTOR = """
fragment Who on Actor {
  __typename
  login
  ... on User { databaseId }
  ... on Bot { databaseId }
  ... on Mannequin { databaseId }
  ... on Organization { databaseId }
}
"""

_REVIEWS = """
fragment Reviews on PullRequestReviewConnection {
  pageInfo { hasNextPage endCursor }
  nodes { fullDatabaseId state submittedAt author { ...Who } comments { totalCount } }
}
"""

_BARE = """
fragment Bare on PullRequest {
  number title state createdAt updatedAt closedAt mergedAt
  author { ...Who }
  mergedBy { ...Who }
  mergeCommit { oid }
  additions deletions changedFiles reviewDecision
}
"""

_PAGE = (
    """
fragment Page on PullRequestConnection {
  pageInfo { hasNextPage endCursor }
  nodes {
    ...Bare
    labels(first: 100) { nodes { name } }
    files(first: 100) { nodes { path } }
    reviews(first: 50) { ...Reviews }
  }
}
"""
    + _BARE
)

REPOSITORY = (
    """
query Repository($owner: String!, $name: String!) {
  repository(owner: $owner, name: $name) {
    databaseId nameWithOwner description createdAt pushedAt isArchived isFork stargazerCount
    primaryLanguage { name }
    licenseInfo { spdxId }
    defaultBranchRef { name }
    repositoryTopics(first: 100) { nodes { topic { name } } }
    pullRequests { totalCount }
  }
  ...Limit
}
"""
    + _LIMIT
)
"""Facts of a repository, and how many pull requests it has."""

PULL_REQUESTS = """
query PullRequests($owner: String!, $name: String!, $size: Int!, $after: String) {
  repository(owner: $owner, name: $name) {
    pullRequests(first: $size, after: $after, orderBy: {field: UPDATED_AT, direction: DESC}) { ...Page }
  }
  ...Limit
}
""" + (_PAGE + _REVIEWS + _ACTOR + _LIMIT)
"""A page of pull requests with everything told of them, the one that changed last first."""

PAGE_PRICE = """
query PagePrice($owner: String!, $name: String!, $size: Int!, $after: String) {
  repository(owner: $owner, name: $name) {
    pullRequests(first: $size, after: $after, orderBy: {field: UPDATED_AT, direction: DESC}) { ...Page }
  }
  rateLimit(dryRun: true) { cost remaining resetAt }
}
""" + (_PAGE + _REVIEWS + _ACTOR)
"""The same page, not given but priced."""

BARE_PULL_REQUEST = """
query BarePullRequest($owner: String!, $name: String!, $after: String) {
  repository(owner: $owner, name: $name) {
    pullRequests(first: 1, after: $after, orderBy: {field: UPDATED_AT, direction: DESC}) {
      pageInfo { hasNextPage endCursor }
      nodes { ...Bare }
    }
  }
  ...Limit
}
""" + (_BARE + _ACTOR + _LIMIT)
"""One pull request without its labels, files and reviews: for one that never comes in time with them."""

MORE_REVIEWS = """
query MoreReviews($owner: String!, $name: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) { reviews(first: 100, after: $after) { ...Reviews } }
  }
  ...Limit
}
""" + (_REVIEWS + _ACTOR + _LIMIT)
"""The reviews of one pull request after those that came with it."""

UPDATED_COUNT = (
    """
query UpdatedCount($text: String!) {
  search(query: $text, type: ISSUE, first: 1) { issueCount }
  ...Limit
}
"""
    + _LIMIT
)
"""How many pull requests a search text finds."""

REVIEW_COMMENTS_PATH = "/repos/{owner}/{repo}/pulls/comments"
"""Comments on lines of pull requests; ``sort``, ``direction``, ``since``, ``per_page`` and ``page`` go with it."""


def accounts_of_commits(count: int) -> str:
    """Return the document that asks for the accounts of the authors of so many commits of one repository.

    Variables are ``owner``, ``name`` and ``c0``, ``c1``, … with the commits' ids; answers are named alike.
    """
    declared = ", ".join(f"$c{n}: GitObjectID!" for n in range(count))
    asked = "\n    ".join(
        f"c{n}: object(oid: $c{n}) {{ ... on Commit {{ author {{ user {{ databaseId login }} }} }} }}"
        for n in range(count)
    )
    return f"""
query AccountsOfCommits($owner: String!, $name: String!, {declared}) {{
  repository(owner: $owner, name: $name) {{
    {asked}
  }}
  ...Limit
}}
{_LIMIT}"""


def people(count: int) -> str:
    """Return the document that asks for so many public profiles by login.

    Variables are ``p0``, ``p1``, …; answers are named alike.
    """
    declared = ", ".join(f"$p{n}: String!" for n in range(count))
    asked = "\n  ".join(f"p{n}: repositoryOwner(login: $p{n}) {{ ...Profile }}" for n in range(count))
    return f"""
query People({declared}) {{
  {asked}
  ...Limit
}}
{_LIMIT}
fragment Profile on RepositoryOwner {{
  __typename
  login
  url
  ... on User {{ databaseId name websiteUrl isHireable bio socialAccounts(first: 20) {{ nodes {{ url }} }} }}
  ... on Organization {{ databaseId name websiteUrl }}
}}
"""
