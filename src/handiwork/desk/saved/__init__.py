"""Saved searches: asked again of every index, and what is new since the one before.

===========  ==========================================================
news         what changed from one ranking to the next
book         saved searches and their answers, in the state
===========  ==========================================================
"""

from handiwork.desk.saved.book import SavedBook, SavedSearch, Taken
from handiwork.desk.saved.news import MOVED, News, news_between

__all__ = ["MOVED", "News", "SavedBook", "SavedSearch", "Taken", "news_between"]
