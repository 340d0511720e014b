"""Read the answers that came back: judge them in DuckDB, and give the accepted forms with all that was not.

A row stands or falls as a whole: one answer in a long table, one form in a wide one. For every file, rows
accepted and rows refused add up to rows read.
"""

from par_index.survey.answers.read import PLACE, read_answers
from par_index.survey.answers.records import Answers, FileCount, Refused

__all__ = ["PLACE", "Answers", "FileCount", "Refused", "read_answers"]
