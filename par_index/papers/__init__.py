"""Papers for offices: self-assessment forms, appraisers' workbooks, results and slips."""
