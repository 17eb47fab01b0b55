"""Privacy: no address at rest, and people who asked to be left out stay out."""
