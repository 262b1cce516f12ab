"""Source: the code of functions and of everything they use, so that an exported script stands alone."""

import ast
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any


@dataclass
class Source:
    """Imports as (module, name), name "" for the module itself; and definitions in the order they need."""

    imports: set[tuple[str, str]] = field(default_factory=set)
    constants: list[str] = field(default_factory=list)
    definitions: list[str] = field(default_factory=list)

    @property
    def body(self) -> str:
        """Constants, then functions and classes, two blank lines between them."""
        constants = ["\n".join(self.constants)] if self.constants else []
        return "\n\n\n".join([*constants, *self.definitions])


def source(*things: Callable[..., Any]) -> Source:
    """Functions or classes of this package, with every constant, function and class of it that they use."""
    found = Source()
    done: set[tuple[str, int]] = set()

    def visit(module: str, name: str) -> None:
        definitions, imported, lines = parsed(module)
        if name in imported:
            origin, own = imported[name]
            if origin.startswith("core."):
                visit(origin, own)
            else:
                found.imports.add((origin, own))
        elif name in definitions:
            node = definitions[name]
            if (module, node.lineno) in done:
                return
            done.add((module, node.lineno))
            for used in ast.walk(node):
                if isinstance(used, ast.Name):
                    visit(module, used.id)
            first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
            code = "\n".join(lines[first - 1 : node.end_lineno])
            kept = found.constants if isinstance(node, ast.Assign | ast.AnnAssign) else found.definitions
            kept.append(code)

    for thing in things:
        visit(thing.__module__, thing.__name__)
    return found


@cache
def parsed(module: str) -> tuple[dict[str, ast.stmt], dict[str, tuple[str, str]], list[str]]:
    """A module's definitions by name, what it imports (name → module and name there), and its lines."""
    text = Path(sys.modules[module].__file__ or "").read_text("utf-8")
    definitions: dict[str, ast.stmt] = {}
    imported: dict[str, tuple[str, str]] = {}
    for node in ast.parse(text).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            definitions[node.name] = node
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            definitions |= {
                name.id: node for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)
            }
        elif isinstance(node, ast.ImportFrom):
            imported |= {alias.asname or alias.name: (node.module or "", alias.name) for alias in node.names}
        elif isinstance(node, ast.Import):
            imported |= {alias.asname or alias.name: (alias.name, "") for alias in node.names}
    return definitions, imported, text.splitlines()


def import_lines(pairs: Iterable[tuple[str, str]]) -> str:
    """Import statements, one a module, those of the standard library first."""
    modules: dict[str, set[str]] = {}
    for module, name in pairs:
        modules.setdefault(module, set()).add(name)
    standard = sorted(m for m in modules if m.split(".")[0] in sys.stdlib_module_names)
    others = sorted(set(modules) - set(standard))
    blocks = [
        "\n".join(line for m in names for line in statements(m, modules[m])) for names in (standard, others) if names
    ]
    return "\n\n".join(blocks) + "\n"


def statements(module: str, names: set[str]) -> list[str]:
    whole = {"torch.nn.functional": "import torch.nn.functional as F"}.get(module, f"import {module}")
    listed = ", ".join(sorted(names - {""}, key=str.lower))
    return ([whole] if "" in names else []) + ([f"from {module} import {listed}"] if listed else [])
