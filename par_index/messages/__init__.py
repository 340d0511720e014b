"""Hold the wording of every problem code, in Vietnamese and English."""
