"""What a project tells its readers: README, documentation, changelog, how to contribute."""

from typing import ClassVar

from handiwork.signals.check import Check
from handiwork.signals.facts.project_pages import ProjectPages, Readme
from handiwork.signals.nouns import Example, Outcome, failed, not_observed, passed
from handiwork.signals.tree import Entry

__all__ = ["CHECKS", "ENOUGH_WORDS"]

ENOUGH_WORDS = 30
"""Words of prose from which on a README can say what something is."""

_FAMILY = "docs"
_NO_README = "There is no README that can be read."
_URL = "https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-readmes"


class HasReadme(Check):
    """A README says what the project is."""

    name: ClassVar[str] = "readme"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "It is the first thing anybody reads."
    url: ClassVar[str] = _URL

    def check(self, readme: Readme | None, files: tuple[Entry, ...]) -> Outcome:
        """Find thirty words of prose or more, beside headings, code and badges."""
        if not files:
            return not_observed("The tree has no files.")
        if readme is None:
            return failed("There is no README.")
        message = f"{readme.n_words:,} words in {readme.n_sections:,} sections."
        enough = readme.n_words >= ENOUGH_WORDS
        return (passed if enough else failed)(
            message, figure=float(readme.n_words), unit="count", examples=(Example(readme.path),)
        )


class TellsInstallation(Check):
    """The README tells how to install or set up the project."""

    name: ClassVar[str] = "readme-installation"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "Those who want to try it can."
    url: ClassVar[str] = _URL

    def check(self, readme: Readme | None) -> Outcome:
        """Find a section on it, or a command in a code block that installs."""
        return _told(readme, readme.install if readme else None, "how to install it")


class ShowsUsage(Check):
    """The README shows how to use the project."""

    name: ClassVar[str] = "readme-usage"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "An example says more than a list of features."
    url: ClassVar[str] = _URL

    def check(self, readme: Readme | None) -> Outcome:
        """Find a section on it, or a code block that does more than install."""
        return _told(readme, readme.usage if readme else None, "how to use it")


class HasDocumentation(Check):
    """There is documentation beyond the README: pages, or a site that a tool makes of them."""

    name: ClassVar[str] = "documentation"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "What does not fit a README has a place."
    url: ClassVar[str] = "https://diataxis.fr"

    def check(self, project_pages: ProjectPages) -> Outcome:
        """Find Sphinx, MkDocs or another's configuration, or pages in a folder of documentation."""
        pages = project_pages
        if pages.site:
            named = ", ".join(dict.fromkeys(e.text for e in pages.site))
            return passed(
                f"{named}; {pages.n_pages:,} pages.", figure=float(pages.n_pages), unit="count", examples=pages.site
            )
        if pages.n_pages:
            message = f"{pages.n_pages:,} pages in a folder of documentation."
            return passed(message, figure=float(pages.n_pages), unit="count")
        return not_observed("There is none in this tree; it may be elsewhere, or a README may be enough.")


class HasChangelog(Check):
    """What changed is told, release by release."""

    name: ClassVar[str] = "changelog"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "Who upgrades knows what to expect."
    url: ClassVar[str] = "https://keepachangelog.com"

    def check(self, project_pages: ProjectPages) -> Outcome:
        """Find a changelog, or a folder of its fragments; release notes may also be kept elsewhere."""
        if project_pages.changelog:
            return passed("There is a changelog.", examples=project_pages.changelog)
        return not_observed("There is no changelog in this tree; release notes may be kept elsewhere.")


class TellsContributing(Check):
    """Those who want to help are told how."""

    name: ClassVar[str] = "contributing"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "Work with others starts with how."
    url: ClassVar[str] = (
        "https://docs.github.com/en/communities/setting-up-your-project-for-healthy-contributions/"
        "setting-guidelines-for-repository-contributors"
    )

    def check(self, project_pages: ProjectPages, readme: Readme | None) -> Outcome:
        """Find a guide, or a section of the README; an organisation may have one for all its repositories."""
        told = readme.contributing if readme else None
        if found := (*project_pages.contributing, *((told,) if told else ())):
            return passed("It is told how to contribute.", examples=found)
        return not_observed("There is no guide in this tree; an organisation may have one for all its repositories.")


class HasLicenceFile(Check):
    """The licence's text is with the code."""

    name: ClassVar[str] = "licence-file"
    family: ClassVar[str] = _FAMILY
    why: ClassVar[str] = "Most licences ask for it."
    url: ClassVar[str] = "https://choosealicense.com"

    def check(self, project_pages: ProjectPages, readme: Readme | None, files: tuple[Entry, ...]) -> Outcome:
        """Find a file named LICENSE, LICENCE or COPYING at the top."""
        if not files:
            return not_observed("The tree has no files.")
        if project_pages.licence:
            return passed("The licence is there.", examples=project_pages.licence)
        if readme is not None and readme.licence is not None:
            return failed("The README names a licence; its text is not there.", examples=(readme.licence,))
        return failed("There is no licence.")


CHECKS: tuple[type[Check], ...] = (
    HasReadme, TellsInstallation, ShowsUsage, HasDocumentation, HasChangelog, TellsContributing, HasLicenceFile,
)  # fmt: skip
"""The checks of what a project tells its readers."""


# --- private ---


def _told(readme: Readme | None, found: Example | None, what: str) -> Outcome:
    if readme is None:
        return not_observed(_NO_README)
    if found is not None:
        return passed(f"The README tells {what}.", examples=(found,))
    return failed(f"The README does not tell {what}.", examples=(Example(readme.path),))
