"""Write the queries that give a table's rows: as written, one answer a row, and in numbers."""

from __future__ import annotations

from par_index.survey.answers.engine import quoted
from par_index.survey.answers.known import Known
from par_index.survey.answers.table import Relation

HEAD = ("code", "unit", "group", "stratum", "respondent", "works_at")
"""What a row says before its answers; rows that agree in it are judged as one."""
VALUES = "h.place = v.place AND s.question = v.question AND s.option = v.option"
_CODE = r".+\..+\.[0-9]+\..{2}"
_WHOLE = "[0-9]{1,15}"


def joined(table: Relation) -> str:
    """Join rows ``s`` to their judged heads ``h``, by what varies from row to row only."""
    layout = table.layout
    fixed = {role for role in HEAD[1:] if role not in layout.roles}
    if "form" not in layout.roles or (table.numbered and layout.has("unit") and layout.has("group")):
        fixed.add("code")
    keys = [f's."{key}" = h."{key}"' for key in HEAD if key not in fixed]
    return f"JOIN heads_{table.name} h ON {' AND '.join(keys) or 'true'}"


def _columns(table: Relation) -> tuple[str, ...]:
    return tuple(f"q{at}" for at in range(len(table.layout.questions)))


def base(known: Known, table: Relation) -> str:
    """Select a table's rows with the key columns of their heads and, where it is one, the form's number."""
    layout = table.layout
    text = '"form"::VARCHAR' if table.numbered else '"form"'
    code = text
    if layout.has("unit") and layout.has("group"):
        matched = f"regexp_full_match({text}, {quoted(_CODE)})"
        code = "''" if table.numbered else f"CASE WHEN {matched} THEN {text} ELSE '' END"
    number = '"form"::BIGINT'
    if not table.numbered:
        number = f"CASE WHEN regexp_full_match(trim(\"form\"), '{_WHOLE}') THEN trim(\"form\")::BIGINT END"
    person = '"respondent"' if known.lists_people else "''"
    said = ("question", "option") if layout.long else _columns(table)
    return (
        f'SELECT "row", "form", {number} AS number, {code} AS code, "unit", "group", "stratum", '
        f'{person} AS respondent, "respondent" AS person, "works_at", {", ".join(said)} FROM {table.name}'
    )


def answers(known: Known, table: Relation) -> str:
    """Select a table's answers, one a row: ``question`` (``q0`` … of a wide table) and ``option``."""
    if table.layout.long:
        return base(known, table)
    columns = ", ".join(_columns(table))
    return f"FROM ({base(known, table)}) UNPIVOT INCLUDE NULLS (option FOR question IN ({columns}))"


def good(known: Known, table: Relation) -> str:
    """Select the answers that were judged good, in numbers: row, pair, cell, number, id, asked, slot.

    ``id`` tells forms apart within their unit and group: the form's number, else its text, else the
    respondent, else the row itself.
    """
    identity = (
        "CASE WHEN trim(s.\"form\"::VARCHAR) <> '' THEN nfc_normalize(trim(s.\"form\"::VARCHAR)) "
        "WHEN trim(s.person) <> '' THEN '@' || nfc_normalize(trim(s.person)) "
        "ELSE '#' || s.\"row\" END"
    )
    number = "coalesce(h.code_number, s.number)"
    return (
        f'SELECT s."row", h.pair, h.cell, {number} AS number, '
        f"coalesce({number}::VARCHAR, {identity}) AS id, v.asked, v.slot FROM ({answers(known, table)}) s "
        f"{joined(table)} JOIN values_{table.name} v ON {VALUES} "
        f'WHERE s."row" NOT IN (SELECT "row" FROM bad)'
    )
