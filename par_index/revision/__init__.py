"""Say in an author's words what differs between two criteria sets, and whose points could move."""
