"""The rule language: expressions, intervals, ladders, and their parser."""
