"""Judge units with durable-rules: the rules that fire leave the trail that explains every point."""

from par_index.engine.forward.check import problems
from par_index.engine.forward.errors import ForwardError, ForwardUnavailableError
from par_index.engine.forward.judge import Judge, judge
from par_index.engine.forward.parallel import judge_many

__all__ = ["ForwardError", "ForwardUnavailableError", "Judge", "judge", "judge_many", "problems"]
