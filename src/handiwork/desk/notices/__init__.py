"""Notices: what people are told about what is held of them, in four languages, and until when that is due."""

from handiwork.desk.notices.book import DAYS, WAYS, Given, NoticeBook, due_on
from handiwork.desk.notices.writing import LANGUAGES, NoticeMatter, notice_parts, notice_text

__all__ = ["DAYS", "LANGUAGES", "WAYS", "Given", "NoticeBook", "NoticeMatter", "due_on", "notice_parts", "notice_text"]
