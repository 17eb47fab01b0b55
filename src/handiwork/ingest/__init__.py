"""Ingest: extract, normalize, load; each package is committed whole, once.

=============  ===============================================================
gharchive      archive hours, all four formats, normalized in the engine
git            commit histories with authors, paths and credits
=============  ===============================================================
"""
