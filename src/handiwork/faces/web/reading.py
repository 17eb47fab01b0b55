"""Queries and forms → checked values; an empty field counts as one that is not there, as browsers send both."""

from collections.abc import Iterable, Mapping
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from handiwork.errors import UsageError

__all__ = ["FieldsError", "read_json", "read_pairs"]

_MOST_SHOWN = 80


class FieldsError(UsageError):
    """Fields of a query or a form are wrong; says which, with what was given."""


def read_pairs(model: type[BaseModel], pairs: Iterable[tuple[str, str]]) -> Any:
    """Return a model from the pairs of a query or a form.

    Raises
    ------
    FieldsError
        Naming every field that is missing, unknown to the model's rules or wrong.
    """
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        if value.strip():
            given.setdefault(name, []).append(value)
    names = {(info.alias or name): info.annotation for name, info in model.model_fields.items()}
    values: dict[str, Any] = {}
    for name, kind in names.items():
        if name in given:
            values[name] = given[name] if _is_list(kind) else given[name][-1]
    return _checked(model, values)


def read_json(model: type[BaseModel], value: Any) -> Any:
    """Return a model from a JSON body; errors as :func:`read_pairs`."""
    if not isinstance(value, Mapping):
        raise FieldsError("the body is not a JSON object")
    return _checked(model, value)


# --- private ---


def _is_list(kind: Any) -> bool:
    origin = get_origin(kind)
    if origin in {Union, UnionType}:
        return any(_is_list(each) for each in get_args(kind))
    return origin in {list, tuple, set, frozenset} or kind in {list, tuple}


def _checked(model: type[BaseModel], values: Mapping[str, Any]) -> Any:
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise FieldsError("; ".join(map(_problem, error.errors()))) from None


def _problem(found: Any) -> str:
    where = ".".join(map(str, found["loc"])) or "the form"
    if found["type"] == "missing":
        return f"{where} is missing"
    shown = repr(found.get("input"))
    shown = shown if len(shown) <= _MOST_SHOWN else f"{shown[:_MOST_SHOWN]}…"
    # What somebody typed for an address or a password is not told back.
    return f"{where}: {found['msg']}" + ("" if "@" in shown or "password" in where else f" (got {shown})")
