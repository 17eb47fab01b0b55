"""One Python file → what its syntax tree shows, as plain values that can be kept by blob.

``reading.py`` parses and walks the tree once; ``functions.py`` says what a function shows; the modules named
``marks_*.py`` recognise single places (a route, a blocking call, a fixture) as :class:`~.nouns.Mark`.
Files are parsed with the running interpreter's grammar and never executed.
"""
