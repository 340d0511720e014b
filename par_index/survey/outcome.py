"""Take a cycle's own survey in: answers read, exact shares of every unit, and the scores they make.

A share enters like any other figure: rounded once, half away from zero, to the grid that its input declares.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from par_index.model.facts import Cycle, SurveyScore, Written
from par_index.model.instrument import Instrument
from par_index.model.plan import Input, Plan
from par_index.points import round_half_away
from par_index.problem import Problem, Where, has_errors
from par_index.read.written import filed_text
from par_index.survey.answers import Answers, read_answers
from par_index.survey.error import Spread, spreads
from par_index.survey.forms import Cell
from par_index.survey.frame import Frame, instruments, read_frame
from par_index.survey.shares import UnitSurvey, shares

PLACE = "survey/responses"


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """A cycle's own survey: what was read, whom it stands for, the exact shares of each unit."""

    answers: Answers
    frame: Frame | None
    instruments: Mapping[str, Instrument]
    """By kind of unit."""
    shares: Mapping[str, UnitSurvey]
    problems: tuple[Problem, ...] = ()
    """Everything that was said of its files."""

    def population(self, cell: Cell) -> int | None:
        """Give how many people a cell stands for, where the frame says."""
        return self.frame.population(cell) if self.frame else None

    def spreads(self, kinds: Collection[str]) -> Mapping[str, Spread]:
        """Tell how sure the shares of each unit of these kinds are."""
        return {
            unit: spread
            for kind, forms in self.answers.forms.items()
            if kind in kinds
            for unit, spread in spreads(
                self.instruments[kind], forms, self.population, self.shares
            ).items()
        }


def take_survey(
    folder: Path, cycle: Cycle, plans: Sequence[Plan]
) -> tuple[Outcome | None, tuple[Problem, ...]]:
    """Read what was answered; ``None`` where the cycle holds no survey of its own, or none can be read."""
    asked = instruments(cycle, plans)
    if not asked or not (folder / PLACE).is_dir():
        return None, ()
    frame, problems = read_frame(folder, cycle, plans)
    if has_errors(problems):
        return None, problems
    answers, found = read_answers(folder, cycle, plans, frame)
    problems = (*problems, *found)
    if answers is None:
        return None, problems
    outcome = Outcome(answers, frame, asked, {})
    problems = (*problems, *_unweighed(outcome))
    made = {
        unit: one
        for kind, forms in answers.forms.items()
        for unit, one in shares(asked[kind], forms, outcome.population).items()
    }
    return replace(outcome, shares=made, problems=problems), problems


def _unweighed(outcome: Outcome) -> Iterator[Problem]:
    """Refuse strata that are to weigh what their people are, where nobody says how many those are."""
    for kind, forms in outcome.answers.forms.items():
        groups = outcome.instruments[kind].group_by_id
        for cell in forms.cells:
            if groups[cell.group].strata == "population" and outcome.population(cell) is None:
                args = {"unit": cell.unit, "group": cell.group, "stratum": cell.stratum or "–"}
                yield Problem("S80", Where(outcome.frame.file if outcome.frame else "survey/frame.csv"), args)


def with_scores(cycle: Cycle, plans: Sequence[Plan], outcome: Outcome) -> tuple[Cycle, tuple[Problem, ...]]:
    """Lay the survey's shares beside the scores that others gave; one leaf may not have both."""
    given = {(score.unit, score.code): score for score in cycle.survey_scores}
    made = tuple(_scores(cycle, plans, outcome))
    twice = [given[score.unit, score.code] for score in made if (score.unit, score.code) in given]
    problems = tuple(
        Problem("S81", score.where, {"unit": score.unit, "code": score.code, "place": PLACE})
        for score in twice
    )
    own = tuple(score for score in made if (score.unit, score.code) not in given)
    return replace(cycle, survey_scores=(*cycle.survey_scores, *own)), problems


def reweighed(outcome: Outcome, cycle: Cycle, plans: Sequence[Plan]) -> tuple[Outcome, Cycle]:
    """Weigh the answers that were read by other weights and shares, and lay the new scores in the cycle.

    The plans must ask the questions that were answered, with as many options (``same_questions``).
    """
    asked = {kind: one for kind, one in instruments(cycle, plans).items() if kind in outcome.answers.forms}
    made = {
        unit: one
        for kind, own in asked.items()
        for unit, one in shares(own, outcome.answers.forms[kind], outcome.population).items()
    }
    weighed = replace(
        outcome, instruments={**outcome.instruments, **asked}, shares={**outcome.shares, **made}
    )
    bare = tuple(score for score in cycle.survey_scores if score.where.file != PLACE)
    laid, _ = with_scores(replace(cycle, survey_scores=bare), plans, weighed)
    return weighed, laid


def same_questions(one: Instrument | None, other: Instrument | None) -> bool:
    """Tell whether answers to one instrument can be read as answers to the other."""
    if one is None or other is None:
        return one is other
    asked = [
        [(question.id, [option.id for option in question.options]) for question in each.questions]
        for each in (one, other)
    ]
    groups = [[group.id for group in each.groups] for each in (one, other)]
    return asked[0] == asked[1] and groups[0] == groups[1]


def _scores(cycle: Cycle, plans: Sequence[Plan], outcome: Outcome) -> Iterator[SurveyScore]:
    by_kind = {plan.kind: plan for plan in plans if plan.instrument is not None}
    for unit in cycle.units:
        survey = outcome.shares.get(unit.code)
        for leaf in survey.leaves.values() if survey else ():
            if leaf.share is None:
                continue
            entry = share_input(by_kind[unit.kind], leaf.leaf)
            value = round_half_away(leaf.share.numerator * entry.scale, leaf.share.denominator)
            said = Written(filed_text(entry, value), "number", Where(PLACE))
            source = f"{leaf.answers} câu trả lời ({PLACE})"
            yield SurveyScore(unit.code, leaf.leaf, said, in_points=False, source=source, where=said.where)


def share_input(plan: Plan, code: str) -> Input:
    """Give the one input of a leaf that the survey fills."""
    leaf = plan.leaf_by_code[code]
    entries = [plan.input_by_code[name] for name in leaf.inputs]
    return next(entry for entry in entries if entry.source == "survey" or leaf.kind == "survey")
