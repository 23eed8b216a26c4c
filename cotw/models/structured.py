"""Structured answers: what a model is told about the shape it shall answer in, and what it answered, checked.

Endpoints that can are held to a JSON schema; all others are told of it. None is believed: whatever comes back
is read and validated here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from cotw.files import from_json
from cotw.secrets import mask

Shape = TypeVar("Shape", bound=BaseModel)
_FENCED = re.compile(r"```(?:json)?[ \t]*\n(?P<inside>.*?)\n[ \t]*```", re.DOTALL)
_MOST_ERRORS = 5


def schema_of(shape: type[BaseModel]) -> dict[str, Any]:
    """The JSON schema of a shape, closed as strict endpoints demand: every property named and required."""
    closed: dict[str, Any] = _closed(shape.model_json_schema())
    return closed


def asked_shape(shape: type[BaseModel]) -> str:
    """How a prompt asks for it."""
    schema = json.dumps(schema_of(shape), ensure_ascii=False, sort_keys=True)
    return f"Answer with one JSON object and nothing else. It must fit this JSON schema:\n{schema}"


def read_as(shape: type[Shape], text: str) -> Shape:
    """The answer as a value, its secrets masked. Raises ValueError, which says what does not fit."""
    problem = "there is no JSON object in it"
    for candidate in _candidates(text):
        try:
            value = from_json(candidate)
        except ValueError:
            continue
        try:
            return shape.model_validate(_masked(value))
        except ValidationError as error:
            problem = _told(error)
    raise ValueError(problem)


def _closed(part: Any) -> Any:
    if isinstance(part, list):
        return [_closed(one) for one in part]
    if not isinstance(part, dict):
        return part
    closed = {key: _closed(value) for key, value in part.items() if key not in ("default", "properties")}
    if isinstance(named := part.get("properties"), dict):
        properties = {name: _closed(value) for name, value in named.items()}
        closed |= {"properties": properties, "additionalProperties": False, "required": list(properties)}
    return closed


def _candidates(text: str) -> Iterator[str]:
    """Where in an answer the JSON may be: all of it, what is fenced, what stands between braces."""
    yield text
    yield from (found["inside"] for found in _FENCED.finditer(text))
    yield text[text.find("{") : text.rfind("}") + 1]


def _masked(value: Any) -> Any:
    match value:
        case str():
            return mask(value)
        case list():
            return [_masked(one) for one in value]
        case dict():
            return {key: _masked(one) for key, one in value.items()}
        case _:
            return value


def _told(error: ValidationError) -> str:
    """What is wrong, without the words that are wrong."""
    found = error.errors(include_url=False, include_input=False, include_context=False)
    lines = [
        f"{'.'.join(map(str, one['loc'])) or 'the answer'}: {one['msg']}" for one in found[:_MOST_ERRORS]
    ]
    return "; ".join(lines)
