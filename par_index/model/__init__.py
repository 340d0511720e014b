"""Frozen records: what a set says, what a plan holds, what is filed and what results."""
