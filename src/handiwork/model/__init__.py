"""The nouns of the house as frozen values: what flows between rooms, with no behaviour of its own."""
