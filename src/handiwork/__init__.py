"""Handiwork finds engineers by their handiwork: public contributions, ranked, with the evidence."""

__version__ = "0.1.0"
