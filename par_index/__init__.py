"""Score public administration reform (Chỉ số CCHC, PAR Index) from criteria, rules and figures."""

__version__ = "0.1.0"
