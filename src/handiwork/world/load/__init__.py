"""The load world: GH Archive hours of an invented month, tens of millions of events, written in minutes."""

from handiwork.world.load.build import generate_load
from handiwork.world.load.truth import ExpertTruth, LoadTruth

__all__ = ["ExpertTruth", "LoadTruth", "generate_load"]
