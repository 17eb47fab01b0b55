"""The lake: columnar tables with declared schemas, a manifest of committed packages, and the engine that reads them.

===============  ==========================================================
schema           every table's grain, columns, types, units and meaning
manifest         what one committed load package says about itself
store            the folder: staging, commit, replace, clean up, lock
engine           Ibis on embedded DuckDB over the committed files
===============  ==========================================================
"""
