"""Schemas: the forms of arguments and answers as a client is told them, in as few words as say it.

They stand in the prompt of every session of every agent that lists the tools.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import CoreSchema
from pydantic_core.core_schema import NullableSchema, WithDefaultSchema


def schema_of_arguments(model: type[BaseModel]) -> dict[str, Any]:
    """What a tool takes; what may be left out may be null as well, but need not be told so."""
    return _bare(model.model_json_schema(schema_generator=_Arguments))


def schema_of_answer(model: type[BaseModel]) -> dict[str, Any]:
    """What a tool answers."""
    return _bare(model.model_json_schema(mode="serialization", schema_generator=_Answer))


def _bare(schema: dict[str, Any]) -> dict[str, Any]:
    """Without the name and the docstring of its class, which are ours."""
    return {name: value for name, value in schema.items() if name not in ("title", "description")}


class _Answer(GenerateJsonSchema):
    """Without titles that only repeat a name."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


class _Arguments(_Answer):
    """Without nothing as a value or a default either."""

    def nullable_schema(self, schema: NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: WithDefaultSchema) -> JsonSchemaValue:
        inner: CoreSchema = schema["schema"]
        return self.generate_inner(inner) if schema.get("default") is None else super().default_schema(schema)
