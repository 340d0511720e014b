"""Ask the targets of a decision of the figures that offices filed: each unit, each level, the province."""
