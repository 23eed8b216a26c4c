"""Codec: the library's own frozen values as plain JSON, and back, without losing anything.

What is read back is equal to what was written and prints the same: an instant keeps the name of its time
zone, and a text its lone surrogates. pydantic forgets the zone, and takes a tenth of a second to prepare for
an answer that is read here in two milliseconds.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Hashable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime, timedelta, timezone, tzinfo
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

from cotw.clock import zone_named

T = TypeVar("T")
Decode = Callable[[Any], Any]

_SCALARS = (str, bool, int, float, types.NoneType)


def encoded(value: object) -> Any:
    """`value` as what the json module can write. Raises TypeError for what has no such form."""
    match value:
        case Enum():
            return value.value
        case None | bool() | int() | float() | str():
            return value
        case datetime():
            local = value.replace(tzinfo=None).isoformat()
            return [local, value.fold, None if value.tzinfo is None else encoded(value.tzinfo)]
        case date():
            return value.isoformat()
        case ZoneInfo(key=str() as name):
            return name
        case timezone():
            return value.utcoffset(None).total_seconds()
        case Path():
            return str(value)
        case Mapping():
            return {name: encoded(one) for name, one in value.items()}
        case list() | tuple() | set() | frozenset():
            return [encoded(one) for one in value]
        case _ if is_dataclass(value) and not isinstance(value, type):
            return {one.name: encoded(getattr(value, one.name)) for one in fields(value) if one.init}
        case _:
            raise TypeError(f"no form for {type(value).__name__}")


def decoded(wanted: type[T], data: Any) -> T:
    """The value of type `wanted` that was encoded as `data`. Raises ValueError for anything else."""
    try:
        value: T = _decoder(cast(Hashable, wanted))(data)
    except (TypeError, KeyError, AttributeError, ValueError) as error:
        raise ValueError(f"no {wanted.__name__}: {error}") from error
    return value


@cache
def _decoder(wanted: Any) -> Decode:
    """What makes a value of type `wanted` of its encoded form."""
    origin, inner = get_origin(wanted), get_args(wanted)
    if origin in (Union, types.UnionType):
        return _optional(inner)
    if origin is not None:
        return _many(origin, inner)
    if wanted is Any:
        return lambda data: data
    if wanted in _SCALARS:
        return _scalar(wanted)
    if not isinstance(wanted, type):
        raise TypeError(f"no form for {wanted}")
    if is_dataclass(wanted):
        return _record(wanted)
    if issubclass(wanted, tuple) and hasattr(wanted, "_fields"):
        hints = get_type_hints(wanted)
        return _tuple(tuple(hints[name] for name in wanted._fields), lambda items: wanted(*items))
    return _single(wanted)


def _single(wanted: type) -> Decode:
    if issubclass(wanted, Enum) or wanted is Path:
        return wanted
    if wanted is datetime:
        return _instant
    if wanted is date:
        return date.fromisoformat
    if wanted is tzinfo:
        return _zone
    raise TypeError(f"no form for {wanted.__name__}")


def _scalar(wanted: type) -> Decode:
    # A whole number is a float as well, as everywhere.
    fitting = (int, float) if wanted is float else wanted

    def decode(data: Any) -> Any:
        if not isinstance(data, fitting) or (isinstance(data, bool) and wanted in (int, float)):
            raise TypeError(f"{type(data).__name__} in the place of {wanted.__name__}")
        return data

    return decode


def _optional(members: Sequence[Any]) -> Decode:
    some = [member for member in members if member is not types.NoneType]
    if len(some) != 1 or len(some) == len(members):
        raise TypeError(f"no form for one of {members}")
    decode = _decoder(some[0])
    return lambda data: None if data is None else decode(data)


def _many(origin: Any, inner: Sequence[Any]) -> Decode:
    if issubclass(origin, Mapping):
        key, each = map(_decoder, inner)
        return lambda data: {key(name): each(one) for name, one in data.items()}
    if origin is tuple and inner[-1] is not Ellipsis:
        return _tuple(inner, tuple)
    each = _decoder(inner[0])
    make: Callable[..., Any] = tuple if origin is tuple else frozenset if _is_set(origin) else list
    return lambda data: make(map(each, data))


def _is_set(origin: type) -> bool:
    return issubclass(origin, AbstractSet)


def _tuple(inner: Sequence[Any], make: Decode) -> Decode:
    each = [_decoder(one) for one in inner]
    return lambda data: make(decode(one) for decode, one in zip(each, data, strict=True))


def _record(wanted: type) -> Decode:
    """A dataclass: what is left out has its default, what is not known is refused."""
    hints = get_type_hints(wanted)
    decoders = {one.name: _decoder(hints[one.name]) for one in fields(wanted) if one.init}
    needed = {one.name for one in fields(wanted) if one.default is one.default_factory is MISSING}

    def decode(data: Any) -> Any:
        if missing := needed - data.keys():
            raise KeyError(min(missing))
        return wanted(**{name: decoders[name](one) for name, one in data.items()})

    return decode


def _instant(data: Any) -> datetime:
    local, fold, zone = data
    return datetime.fromisoformat(local).replace(fold=fold, tzinfo=None if zone is None else _zone(zone))


def _zone(data: Any) -> tzinfo:
    return zone_named(data) if isinstance(data, str) else timezone(timedelta(seconds=data))
