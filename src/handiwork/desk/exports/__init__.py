"""Exports of a list: the columns that applicant tracking systems import, and our own.

===========  ==========================================================
columns      a layout a system: which columns, and what goes into each
===========  ==========================================================
"""

from handiwork.desk.exports.columns import LAYOUTS, Exported, Layout, rows_of

__all__ = ["LAYOUTS", "Exported", "Layout", "rows_of"]
