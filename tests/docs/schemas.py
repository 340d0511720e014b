"""Write the JSON Schemas by which editors complete, explain and check the YAML files.

Run ``python -m tests.docs.schemas`` after a change of the records or of their words
(``par_index/papers/keys.toml``); a test holds the files to both.

Our reader takes every scalar as text, an editor types it first: where we read words or numbers, a schema
allows whatever YAML may make of them. A code must reach an editor as text: ``1.10`` without quotes is marked.
"""

from __future__ import annotations

import json
import types
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from par_index.model import scalars, source
from par_index.model.extension import ExtensionSpec
from par_index.model.method import MethodSpec
from par_index.model.scalars import Spec
from par_index.model.survey import SurveySpec
from par_index.papers.key_words import meaning
from par_index.read import noise
from par_index.read.costs import CostsSpec
from par_index.read.cycle.spec import CycleSpec
from par_index.survey.answers.mapping import MappingSpec
from par_index.whatif.scenario.spec import ScenarioSpec

ROOT = Path(__file__).resolve().parents[2]
Schema = dict[str, Any]

NUMBER = r"[-−+]?\d+([.,]\d+)?"
DAY = r"\d{1,2}/\d{1,2}/\d{4}"
LETTER = r"[^\s!-/:-@\[-^\x60{-~]"
"""A letter of any alphabet, a digit or ``_``, as every dialect of patterns reads it."""
CODE: Schema = {"type": "string", "pattern": f"^{LETTER}+([.-]{LETTER}+)*$"}
NAME: Schema = {"type": "string", "pattern": f"^(?![0-9]){LETTER}+$"}
WORDS: Schema = {"type": ["string", "number", "boolean"], "pattern": r"\S"}
POINTS: Schema = {"type": ["string", "number"], "pattern": f"^{NUMBER}$"}
SHARE: Schema = {"type": ["string", "number"], "pattern": f"^{NUMBER}%?$"}
LADDER: Schema = {"type": "object", "additionalProperties": {"$ref": "#/$defs/words"}}
SCALARS: tuple[tuple[object, Schema], ...] = (
    (scalars.Words, {"$ref": "#/$defs/words"}),
    (scalars.Code, CODE),
    (scalars.SetId, {"type": "string", "pattern": f"^{LETTER}+([./-]{LETTER}+)*$"}),
    (scalars.Name, NAME),
    (scalars.Number, POINTS),
    (scalars.Share, SHARE),
    (noise.Rate, SHARE),
    (noise.Reach, SHARE),
    (noise.Redrawn, {"enum": ["redraw", "none"]}),
    (scalars.Micro, POINTS),
    (scalars.Bound, {"type": ["string", "number"], "pattern": f"^({NUMBER}|{DAY})$"}),
    (scalars.Whole, {"type": ["string", "integer"], "pattern": r"^[-−+]?\d+$"}),
    (scalars.Day, {"type": "string", "pattern": f"^{DAY}$"}),
    (scalars.Ladder, {"anyOf": [LADDER, NAME]}),
    (source.Cites, {"type": "array", "items": {"anyOf": [WORDS, {"$ref": "#/$defs/CiteSpec"}]}}),
    (Any, {}),
    (str, {"type": "string"}),
)

BARE: dict[type[Spec], Schema] = {SurveySpec: POINTS}
"""Records that may be written as one scalar."""


def of_type(hint: Any, defs: dict[str, Schema]) -> Schema:
    """Give the schema of one annotation; records are put into ``defs`` and named."""
    for known, schema in SCALARS:
        if hint == known:
            if hint == source.Cites:
                of_type(source.CiteSpec, defs)
            return schema
    origin, inner = get_origin(hint), get_args(hint)
    if origin is Literal:
        typed = [word == "true" for word in inner if word in ("true", "false")]
        return {"enum": [*inner, *typed]}
    if origin in (Union, types.UnionType):
        return of_type(next(part for part in inner if part is not type(None)), defs)
    if origin is tuple:
        return {"type": "array", "items": of_type(inner[0], defs)}
    if origin is dict:
        keys, values = (of_type(part, defs) for part in inner)
        named = {"propertyNames": keys} if "pattern" in keys else {}
        return {"type": "object", **named, "additionalProperties": values or True}
    assert isinstance(hint, type) and issubclass(hint, Spec), hint
    if hint.__name__ not in defs:
        defs[hint.__name__] = {}
        defs[hint.__name__] = of_record(hint, defs)
    ref = {"$ref": f"#/$defs/{hint.__name__}"}
    return {"anyOf": [BARE[hint], ref]} if hint in BARE else ref


def of_record(model: type[Spec], defs: dict[str, Schema]) -> Schema:
    """Give the schema of a record: its keys and no others, each explained."""
    hints = get_type_hints(model, include_extras=True)
    fields = {
        info.alias or name: (name, info) for name, info in model.model_fields.items() if name != "where"
    }
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [key for key, (_, info) in fields.items() if info.is_required()],
        "properties": {
            key: {"description": explained(model, key), **of_type(hints[name], defs)}
            for key, (name, _) in fields.items()
        },
    }


def explained(model: type[Spec], key: str) -> str:
    """Explain a key in the words of its record, of a whole set (for an extension), or of all."""
    return meaning(key, model.__name__, *(["SetSpec"] if model is ExtensionSpec else []))


def document(title: str, *models: type[Spec]) -> Schema:
    """Give a whole schema; of two records the second is meant where the file says ``extends``."""
    defs: dict[str, Schema] = {"words": WORDS}
    whole, *other = [of_type(model, defs) for model in models]
    chosen = {"if": {"required": ["extends"]}, "then": other[0], "else": whole} if other else whole
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title}
    return {**head, "type": "object", **chosen, "$defs": defs}


def files() -> Mapping[Path, Schema]:
    """Give every schema by the file it is checked in as."""
    return {
        ROOT / "criteria" / "schema.json": document("Bộ tiêu chí", source.SetSpec, ExtensionSpec),
        ROOT / "rules" / "schema.json": document("Phương pháp cho điểm", MethodSpec),
        ROOT / "examples" / "schema.json": document("Đợt chấm (cycle.yaml)", CycleSpec),
        ROOT / "examples" / "responses.schema.json": document(
            "Cột của tệp câu trả lời (survey/responses.yaml)", MappingSpec
        ),
        ROOT / "examples" / "scenario.schema.json": document("Kịch bản (whatif)", ScenarioSpec),
        ROOT / "examples" / "costs.schema.json": document("Chi phí (plan)", CostsSpec),
        ROOT / "examples" / "noise.schema.json": document("Sai số (robust)", noise.NoiseSpec),
    }


def text(schema: Schema) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    for path, schema in files().items():
        path.write_text(text(schema), "utf-8")
