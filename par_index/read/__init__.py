"""Readers: text, workbooks and folders become records and problems."""
