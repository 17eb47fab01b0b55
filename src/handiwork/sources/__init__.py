"""Origins of data: one module each, polite and resumable; items come out with their provenance.

=============  ==================================================================
gharchive      archive hours: names, local files, downloads
git            commit histories: local repositories and blob-less mirrors
=============  ==================================================================
"""
