"""The JSON Schema (draft 2020-12) of a profile, for completion in an editor: derived from the declarations, never written by hand."""

from math import isfinite

from model.prices import KINDS
from model.profile.declared import Declared, PatternNode
from model.profile.leaves import PAIR
from model.profile.migration import CURRENT
from model.profile.registry import ARRAYS, BASES, FREE_NAMES, TREE

Schema = dict[str, object]
_ID = "^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$"
_TWO: Schema = {"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 2}
_PAIR_TABLE: Schema = {
    "type": "object",
    "properties": {name: {"type": "string"} for name in PAIR},
    "required": list(PAIR),
    "additionalProperties": False,
}
_REQUIRED = {"": ["schema", "name", "workloads", "options"], "workloads.*": ["sessions_per_month", "active_minutes"]}


def json_schema() -> Schema:
    """The schema of a whole profile file."""
    schema = _table(TREE)
    properties = schema["properties"]
    if isinstance(properties, dict):
        properties["schema"] = {"const": CURRENT, "description": "Version of the profile's form."}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "switchpoint profile",
        "description": f"One team's assumptions. Hosting kinds: {', '.join(KINDS)}.",
        **{key: value for key, value in schema.items() if key != "required"},
        # A file that extends another may leave everything but the schema to it.
        "anyOf": [{"required": ["extends"]}, {"required": _REQUIRED[""]}, {"required": ["schema", "name", "teams"]}],
    }


def _table(node: PatternNode) -> Schema:
    table: Schema = {
        "type": "object",
        "properties": {name: _place(child) for name, child in node.children.items()},
        "additionalProperties": False,
    }
    if node.any_id is not None:
        pattern = "^.+$" if node.any_id.pattern in FREE_NAMES else _ID
        table["patternProperties"] = {pattern: _place(node.any_id)}
    if node.pattern in _REQUIRED and node.pattern == "":
        table["required"] = _REQUIRED[node.pattern]
    return table


def _place(node: PatternNode) -> Schema:
    if node.pattern in ARRAYS and node.any_id is not None:
        return {"type": "array", "items": _table(node.any_id)}
    return _input(node.declared) if node.declared else _table(node)


def _input(declared: Declared) -> Schema:
    described: Schema = {"title": declared.title, "description": declared.help}
    if declared.default is not None and declared.default != ():
        described["default"] = declared.default
    return {**described, **_value(declared)}


def _value(declared: Declared) -> Schema:
    match declared.kind:
        case "number":
            return _number(declared)
        case "choice":
            return {"enum": list(declared.choices)}
        case "flag":
            return {"type": "boolean"}
        case "list":
            return {"type": "array", "items": {"type": "string"}}
        case "pair":
            return {"anyOf": [_TWO, _PAIR_TABLE]}
        case "keys":
            return _TWO
        case "any":
            return {}
    return {"type": "string"}


def _number(declared: Declared) -> Schema:
    number: Schema = {"type": "integer" if declared.spec and declared.spec.whole else "number"}
    if declared.spec:
        low, high = declared.spec.limits
        number |= {"minimum": low} if isfinite(low) else {}
        high = min(high, declared.most)
        number |= {"maximum": high} if isfinite(high) else {}
    one, several = declared.spec.unit.examples if declared.spec else ("1", "1 to 2")
    examples = [one, several] if declared.ranges else [one]
    examples += ["published"] if declared.published else []
    text: Schema = {"type": "string", "examples": examples}
    table: Schema = {
        "type": "object",
        "properties": {
            "value": {"anyOf": [number, text]},
            "basis": {"enum": list(BASES)},
            "source": {"type": "string"},
            "note": {"type": "string"},
        },
        "required": ["value"],
        "additionalProperties": False,
    }
    return {"anyOf": [number, text, table]}


def rows() -> tuple[tuple[str, str, str, str, str], ...]:
    """The table of inputs for documents: key, title, unit, default, help. Own values of an option are left out."""
    return tuple(_row(declared) for declared in _documented())


def _documented() -> tuple[Declared, ...]:
    from model.profile.registry import DECLARED

    return tuple(declared for declared in DECLARED if not declared.pattern.startswith("options.*.workloads."))


def _row(declared: Declared) -> tuple[str, str, str, str, str]:
    pattern = declared.pattern.replace("*", "<id>")
    unit = declared.spec.unit.label if declared.spec else declared.kind
    default = (
        ""
        if declared.default is None
        else f"{declared.default:g}"
        if isinstance(declared.default, float)
        else str(declared.default).lower()
    )
    return pattern, declared.title, unit, default, declared.help
