"""How much of a tree's code also stands in known tutorials: fingerprints of token sequences, never code.

::

    tokens.py     Python or a notebook's code cells → tokens with names, numbers and texts made alike
    sketch.py     tokens → a sample of hashes of their sequences
    tutorials.py  a known tutorial as hashes, and what share of a tree's hashes it has
"""
