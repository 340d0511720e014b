"""Ask what would be: scenarios over a cycle, the cheapest plan to a target, how firm a rank is.

Nothing here changes a cycle or decides a point: it asks the engines about figures and sets that are not
filed, and says what came of it. Floats stand only in robustness, beside official ranks.
"""
