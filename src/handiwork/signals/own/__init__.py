"""What one person's own lines show: functions they added or changed, not whole files.

::

    nouns.py        a file's change, a function, a figure with its count and examples
    exclusions.py   what does not count: vendored, generated, migrations, mass changes
    units.py        one file's syntax tree → its functions, and digests of what they do
    comparing.py    two contents and the hunks between them → what changed in substance
    attributing.py  the changes of one commit → the functions and lines that count
    tracking.py     counted lines → until when they stood, over the whole graph of commits
    survival.py     Kaplan and Meier's estimate
    figures.py      functions and lines → figures by signal and period
    reviews.py      rows of pull requests and reviews → figures
"""
