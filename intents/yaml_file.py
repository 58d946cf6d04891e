"""Reads a YAML file into frozen dataclasses; an error names file, line and key.

Every scalar stays a string until the schema asks for something else, so that a bare `yes` or `no`
is the word that people say and never a boolean.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import yaml

from intents.errors import ContentError

T = TypeVar("T")
Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
Path_ = tuple[str | int, ...]


def load(path: Path, schema: type[T]) -> T:
    """Read `path` and validate it against `schema` (a dataclass or any type pydantic understands).

    Raises ContentError for a missing file, broken YAML, a duplicate key or a value that the schema
    refuses.
    """
    return validate(*read(path), schema, path)


def read(path: Path) -> tuple[Any, dict[Path_, int]]:
    """The plain data of a YAML file and the line (from 1) of each of its keys and items."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(f"{path}: cannot be read ({error}).") from error
    try:
        node = yaml.compose(text, Loader=Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(error, "problem", None) or "not valid YAML"
        raise ContentError(f"{path}, line {line}: {problem}.") from error
    if node is None:
        raise ContentError(f"{path}, line 1: the file is empty.")
    lines: dict[Path_, int] = {}
    return _plain(node, (), lines, path), lines


def _plain(node: Any, here: Path_, lines: dict[Path_, int], path: Path) -> Any:
    lines.setdefault(here, node.start_mark.line + 1)
    if isinstance(node, yaml.ScalarNode):
        return node.value
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*here, i), lines, path) for i, item in enumerate(node.value)]
    result: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = str(key_node.value)
        line = key_node.start_mark.line + 1
        if key in result:
            raise ContentError(f"{path}, line {line}: the key '{key}' is there twice.")
        lines[_below(here, key)] = line
        result[key] = _plain(value_node, (*here, key), lines, path)
    return result


def _below(here: Path_, key: str) -> Path_:
    return (*here, key)


def validate(data: Any, lines: dict[Path_, int], schema: type[T], path: Path) -> T:
    """Turn plain data into `schema`; the first error becomes a ContentError with its line."""
    from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config

    try:
        try:
            adapter = _ADAPTERS[schema]
        except KeyError:
            strict_keys = with_config(ConfigDict(extra="forbid"))
            target = strict_keys(schema) if hasattr(schema, "__dataclass_fields__") else schema
            adapter = _ADAPTERS[schema] = TypeAdapter(target)
        result: T = adapter.validate_python(data)
    except ValidationError as error:
        first = error.errors()[0]
        raise ContentError(
            f"{path}, line {_line(first['loc'], lines)}, key '{_dotted(first['loc'])}': "
            f"{first['msg']}."
        ) from error
    return result


_ADAPTERS: dict[Any, Any] = {}


def _line(where: tuple[str | int, ...], lines: dict[Path_, int]) -> int:
    while where and where not in lines:
        where = where[:-1]
    return lines.get(where, 1)


def _dotted(where: tuple[str | int, ...]) -> str:
    return ".".join(str(part) for part in where)
