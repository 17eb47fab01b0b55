"""Notebooks: a file's cells read within bounds, and what a notebook that fits a model shows of method.

::

    reading.py   the bytes of a notebook → its cells; outputs are passed over
    steps.py     cells → the steps of work on a model, each with the cells that show it
"""
