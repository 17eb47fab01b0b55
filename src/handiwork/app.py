"""The composition root: settings in, one object out."""
