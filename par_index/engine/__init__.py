"""Two engines that judge cases under a plan: rules fired one by one, and exact arrays."""
