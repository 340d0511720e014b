"""Number the strokes of a tape, group by group; plain numbers, for numba takes them as constants."""

# Into a row of float64: figures as they stand in four places.
NARROW, WIDE, FIXED, WORKED = range(4)
# A row of float64 with a number, or with another row.
PUT, SCALE, SHIFT, ABOVE, TIMES, PLUS, LEAST, GREATEST, ROUNDED = range(4, 13)
# The flags at hand; where a measure is empty.
FLAGGED, FLAGGED_FIXED, FULL, ZEROS, ZEROS_NARROW = range(13, 18)
# Bands of a measure, into a row of points.
LEVELS, LEVELS_FEW, CLIPPED, BENT, BENT_FEW, DIVIDED, GUESSED = range(18, 25)
# Parts of one denominator: gathered in a row of float64, then shared out. Rows of points.
GATHER, SHARE, CLEAR, JOIN, ENLARGE, APART, SETTLE, EARN, SPAN, LOSE, GONE = range(25, 36)
# Questions, gates and ceilings.
MEASURED, BETWEEN, KNOWN, UNLESS, WITHIN, WITHOUT, CAP, HOLD, ANSWER = range(36, 45)
# What all comes to; the index, in rows of float64; grades.
FINISH, INDEX, CHOOSE, LOWER, GRADES = range(45, 50)
# How bands read their measure: from int32 or float64, x alone, or n and d.
X_NARROW, X, RATIO_NARROW, RATIO = range(4)
