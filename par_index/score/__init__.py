"""One official run: both engines, states, totals, ranks, last year, and a result stored whole."""
