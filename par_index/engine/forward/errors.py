"""Exceptions of the rule engine, each holding the problem to show."""

from __future__ import annotations

from par_index.problem import NOWHERE, Problem


class ForwardError(Exception):
    """Say that the rule engine refuses a plan or a figure, or did not decide exactly once."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem

    def __str__(self) -> str:
        return self.problem.text("en")


class ForwardUnavailableError(ImportError):
    """Say that durable-rules cannot be imported here, so results stay unchecked (chưa đối chiếu)."""

    def __init__(self) -> None:
        super().__init__("durable-rules")
        self.problem = Problem("E101", NOWHERE)
