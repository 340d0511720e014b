"""Write tiny criteria sets around a rule, so that the real engines can judge its cases."""

from pathlib import Path

import yaml

from par_index.compile import load_plans
from par_index.model.plan import Plan
from par_index.places import libraries
from tests.rules.arithmetic import value


def leaf(code: str, max: str = "0", **keys: object) -> dict:  # noqa: A002 - the set's own word
    """Give one scored item; by default one whose points are filed as they are (``cho_diem``)."""
    scored = keys if "measure" in keys else {"measure": figure(code), "method": "cho_diem", **keys}
    return {"code": code, "name": f"Mục {code}", "max": max, **scored, "cites": ["I.1"]}


def figure(code: str) -> str:
    """Name the input that holds a leaf's filed points."""
    return "d_" + code.replace(".", "_")


def whole_set(leaves: list[dict], inputs: dict | None = None, **more: object) -> dict:
    """Give a set of one area; leaves that file their points get their inputs here."""
    extras = [item for node in ("bonus", "penalty") if node in more for item in more[node]["leaves"]]
    filed = [item for item in (*leaves, *extras) if item.get("method") == "cho_diem"]
    points = {item["measure"]: {"type": "points", "better": "more"} for item in filed}
    total = str(float(sum(value(item["max"]) for item in leaves)))
    area = {"code": "Z", "name": "Lĩnh vực", "max": total, "criteria": leaves}
    return {
        "set": "vi-du/2023/nho",
        "name": "Bộ tiêu chí ví dụ",
        "year": "2023",
        "issuer": "Cơ quan ví dụ",
        "status": "proposed",
        "legal_basis": "Ví dụ",
        "kinds": {"so": "Sở"},
        "documents": {"V": "Ví dụ"},
        "total": total,
        "survey": "0",
        "inputs": points | (inputs or {}),
        "areas": [area],
        **more,
    }


def compiled(folder: Path, content: dict) -> Plan:
    """Write a set, and give its proven plan."""
    path = folder / "nho.yaml"
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")
    return proven(path)


def proven(path: Path) -> Plan:
    """Compile and prove a set of one kind; any error fails the test."""
    plans, problems = load_plans(path, libraries())
    assert [problem.text() for problem in problems if problem.is_error] == []
    (plan,) = plans
    return plan
