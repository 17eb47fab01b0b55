"""What checks ask for by parameter name: each fact is a function of other facts, computed once for a tree.

A fact is a function here or in a sibling module, registered with :func:`fact`; its parameters are names of other
facts or of what is given (``tree``, ``modules``). A fact never guesses: what cannot be known is None or empty.
"""

from handiwork.signals.facts import automation as _automation  # noqa: F401 - registers its facts
from handiwork.signals.facts import configuration as _configuration  # noqa: F401
from handiwork.signals.facts import files as _files  # noqa: F401
from handiwork.signals.facts import lang_code as _lang_code  # noqa: F401
from handiwork.signals.facts import lang_denials as _lang_denials  # noqa: F401
from handiwork.signals.facts import lang_manifests as _lang_manifests  # noqa: F401
from handiwork.signals.facts import lang_setup as _lang_setup  # noqa: F401
from handiwork.signals.facts import ml_code as _ml_code  # noqa: F401
from handiwork.signals.facts import model_cards as _model_cards  # noqa: F401
from handiwork.signals.facts import notebooks as _notebooks  # noqa: F401
from handiwork.signals.facts import practice as _practice  # noqa: F401
from handiwork.signals.facts import project_pages as _project_pages  # noqa: F401
from handiwork.signals.facts import python_ci as _python_ci  # noqa: F401
from handiwork.signals.facts import python_code as _python_code  # noqa: F401
from handiwork.signals.facts import python_package as _python_package  # noqa: F401
from handiwork.signals.facts import python_tests as _python_tests  # noqa: F401
from handiwork.signals.facts import python_tools as _python_tools  # noqa: F401
from handiwork.signals.facts import type_checkers as _type_checkers  # noqa: F401
from handiwork.signals.facts.book import FactBook, fact

__all__ = ["FactBook", "fact"]
