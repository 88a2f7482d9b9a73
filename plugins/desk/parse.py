"""Text to model: a value from a settings file."""

from __future__ import annotations

import ast


def parse_setting(text: str, name: str, default: str) -> str:
    """The string that a settings file gives `name`; `default` where it gives none. Does not run the file."""
    value = default
    for statement in ast.parse(text).body:
        if not isinstance(statement, ast.Assign) or not isinstance(statement.value, ast.Constant):
            continue
        names = [target.id for target in statement.targets if isinstance(target, ast.Name)]
        if name in names and isinstance(statement.value.value, str):
            value = statement.value.value
    return value
