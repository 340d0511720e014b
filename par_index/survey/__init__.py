"""Turn questionnaires into exact shares and tell how sure they are: design, responses, shares, error."""
