"""The page and the workbook on how firm ranks are."""
