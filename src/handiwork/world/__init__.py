"""The invented world: people who do not exist, doing things in the real formats of the origins.

It is the tests' fixture, the demo's data and the seed of load tests. Nobody in it is real: logins hold an
underscore, which GitHub does not allow, and ids, thread numbers and addresses are outside what exists.
"""

from handiwork.world.build import generate_world, tiny_world
from handiwork.world.truth import WorldTruth

__all__ = ["WorldTruth", "generate_world", "tiny_world"]
