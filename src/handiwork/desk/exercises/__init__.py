"""Exercises: an ecosystem's tasks turned into kits that can be given to a candidate and judged alike.

==========  ==========================================================
nouns       the kit and its parts
judging     what the levels of a criterion look like
archetypes  which kind of exercise a task is; how its time is spent
kits        :func:`kit_of` and :func:`kits_of`: exercise → kit
choosing    :func:`chosen_for`: a brief → the kits that resemble the job
data        archetypes, families of criteria and reading exercises, as TOML: no code
==========  ==========================================================
"""

from handiwork.desk.exercises.choosing import chosen_for
from handiwork.desk.exercises.kits import kit_named, kit_of, kits_of
from handiwork.desk.exercises.nouns import ChosenKit, Criterion, Kit, Step

__all__ = ["ChosenKit", "Criterion", "Kit", "Step", "chosen_for", "kit_named", "kit_of", "kits_of"]
