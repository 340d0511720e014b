"""Compile what a form's cells say: each figure's kept integer, broken relations, each leaf's flags.

A kept cell holds the figure as the input keeps it, ``""`` when nothing is filed, or ``"?"`` when what is
written cannot be a figure of this input: the reader refuses it, and its leaves count as rejected.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from par_index.language.ast import inputs_of
from par_index.model.facts import STATUS_LABELS
from par_index.model.plan import Input, Leaf, Plan, Relation
from par_index.model.states import CLAIMED, NO_EVIDENCE, NOT_FILED, PENDING, REJECTED, TRAIT
from par_index.papers.formulas import Ledger, Measures

FIRST_DAY = date(1899, 12, 30).toordinal()
"""Day 0 of a spreadsheet's calendar (from March 1900 on)."""
NOT_FILED_CELL = '""'


@dataclass(frozen=True, slots=True)
class Cells:
    """Where one input is filed: the cells of its figure and its status (empty: never filed here)."""

    figure: str = ""
    status: str = ""


def kept_cell(entry: Input, figure: str, choices: Sequence[str]) -> str:
    """Give the formula of an input's kept integer; ``choices`` are the cells of its words, worst first."""
    if entry.kind == "yes_no":
        read = f'IF({figure}="Có",1,IF({figure}="Không",0,"?"))'
    elif entry.kind == "choice":
        read = '"?"'
        for place, word in reversed(list(enumerate(choices))):
            read = f"IF({figure}={word},{place},{read})"
    elif entry.kind == "date":
        read = _day(entry, figure)
    else:
        read = f'IF(ISNUMBER({figure}),{_number(entry, figure)},"?")'
    return f'IF({figure}="","",{read})'


def _number(entry: Input, figure: str) -> str:
    scaled = f"{figure}*{entry.scale}" if entry.scale > 1 else figure
    whole = f"ROUND({scaled},0)"
    asked = [f"ABS({scaled}-{whole})<0.0001", f"{whole}>={entry.low}", f"{whole}<={entry.high}"]
    if entry.step:
        asked.append(f"MOD({whole},{entry.step})=0")
    return f'IF(AND({",".join(asked)}),{whole},"?")'


def _day(entry: Input, figure: str) -> str:
    day = f"INT({figure})+{FIRST_DAY}"
    read = f'IF(AND({day}>={entry.low},{day}<={entry.high}),{day},"?")'
    if entry.never is None:
        return f'IF(ISNUMBER({figure}),{read},"?")'
    never = entry.never_label.replace('"', '""')
    return f'IF(ISNUMBER({figure}),{read},IF({figure}="{never}",{entry.never},"?"))'


@dataclass(frozen=True, slots=True)
class Filing:
    """The cells in which one form is filed, by input, and where each choice's words are listed."""

    plan: Plan
    ledger: Ledger
    cells: Mapping[str, Cells]
    choices: Mapping[str, Sequence[str]]

    def kept(self) -> Mapping[str, str]:
        """Put every input's kept integer into the ledger; give their cells."""
        return {entry.code: self._kept(entry) for entry in self.plan.inputs}

    def _kept(self, entry: Input) -> str:
        figure = self.cells.get(entry.code, Cells()).figure
        formula = kept_cell(entry, figure, self.choices.get(entry.code, ())) if figure else NOT_FILED_CELL
        return self.ledger.put(f"{entry.code} số liệu", formula)

    def flags(self, measures: Measures, traits: frozenset[str]) -> Mapping[str, str]:
        """Give the formula of each leaf's flags: its inputs' highest bit, and its trait's."""
        broken = self._broken(measures)
        bits = {
            entry.code: self._bits(entry, measures, broken.get(entry.code, [])) for entry in self.plan.inputs
        }
        return {leaf.code: self._flag(leaf, bits, traits) for leaf in self.plan.leaves}

    def _flag(self, leaf: Leaf, bits: Mapping[str, str], traits: frozenset[str]) -> str:
        absent = leaf.trait is not None and leaf.trait not in traits
        cells = [bits[code] for code in leaf.inputs]
        return f"MAX({','.join([*cells, str(TRAIT if absent else 0)])})"

    def _bits(self, entry: Input, measures: Measures, broken: list[str]) -> str:
        kept, status = measures.kept[entry.code], self.cells.get(entry.code, Cells()).status
        absent = PENDING if entry.source == "survey" else NOT_FILED
        wrong = [f'{kept}="?"', *(f"{cell}=1" for cell in broken)]
        bits = [f"IF(OR({','.join(wrong)}),{REJECTED},0)", f'IF({kept}="",{absent},0)']
        if status:
            bits.append(f'IF({status}="{STATUS_LABELS["not_applicable"]}",{CLAIMED},0)')
            if self.plan.evidence_costs:
                bits.append(f'IF({status}="{STATUS_LABELS["no_evidence"]}",{NO_EVIDENCE},0)')
        return self.ledger.put(f"{entry.code} tình trạng", f"MAX({','.join(bits)})")

    def _broken(self, measures: Measures) -> Mapping[str, list[str]]:
        """List for each input the cells that say whether a relation that reads it is broken."""
        found: dict[str, list[str]] = {}
        for relation in self.plan.relations:
            codes = dict.fromkeys((*inputs_of(relation.left), *inputs_of(relation.right)))
            cell = self.ledger.put(relation.text, _breaks(relation, measures, list(codes)))
            for code in codes:
                found.setdefault(code, []).append(cell)
        return found


def _breaks(relation: Relation, measures: Measures, codes: list[str]) -> str:
    """Ask whether filed figures break a relation: 1 or 0; absent figures break none."""
    kept = [measures.kept[code] for code in codes]
    asked, below = measures.asks(relation.left, ">", relation.right, relation.text)
    filed = f"COUNT({','.join(kept)})={len(kept)}"
    zeros = "".join(f",{cell}<>0" for cell in below)
    return f"IF({filed},IF(AND(TRUE{zeros}),IF({asked},1,0),0),0)"
