"""Which verbs the code writes into audit trails, found in its source."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

# How a line is written: the name of the call, and where in its arguments the verb stands.
OF_SERVICES = {"audit": 0}
OF_STAFF = {"trail.note": 4, "_note": 3}
OF_DEPLOY = {"office.note": 0}
WRITERS = {"note", "_note"}
MOVED = "last_verb"  # the verb of a move, which the rights name already
# Chosen from a table by what a file is: told here by hand.
BY_TABLE = {"self.opened_as.get(file.role, usual)": ("see_file", "download_file")}
Trees = dict[Path, ast.Module]


def written_in(*folders: Path, calls: Mapping[str, int] = OF_SERVICES) -> dict[str, str]:
    """The verbs that are written in these folders, and a file where; names, choices and callers are followed.

    Raises:
        AssertionError: a verb that cannot be told from the source.
    """
    trees = {path: _tree(path) for folder in folders for path in sorted(folder.rglob("*.py"))}
    found: dict[str, str] = {}
    for path, tree in trees.items():
        for given in _given(tree, calls):
            found |= dict.fromkeys(_values(given, tree, trees), str(path))
    return found


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def _given(tree: ast.Module, calls: Mapping[str, int]) -> Iterator[ast.expr]:
    """What each call that writes a line gives as its verb."""
    names = {_last(name) for name in calls}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) in names:
            whole = ast.unparse(node.func)
            place = calls.get(whole, calls.get(_last(whole)))
            if place is not None and len(node.args) > place:
                yield node.args[place]


def _values(given: ast.expr, tree: ast.Module, trees: Trees) -> Iterator[str]:
    match given:
        case ast.Constant(value=str(verb)):
            yield verb
        case ast.JoinedStr(values=[ast.Constant(value=str(beginning)), *_]):
            yield beginning
        case ast.IfExp(body=one, orelse=other):
            yield from (*_values(one, tree, trees), *_values(other, tree, trees))
        case ast.BoolOp(values=several):
            for one in several:
                yield from _values(one, tree, trees)
        case ast.Attribute(attr=name) if name != MOVED:
            yield from _meant(name, given, tree, trees)
        case ast.Name(id=name):
            yield from _meant(name, given, tree, trees)
        case _ if ast.unparse(given) in BY_TABLE:
            yield from BY_TABLE[ast.unparse(given)]
        case _:
            assert MOVED in ast.unparse(given), f"which verb is {ast.unparse(given)}?"


def _meant(name: str, used: ast.expr, tree: ast.Module, trees: Trees) -> Iterator[str]:
    """What a name stands for: a parameter, what was assigned to it here, or a constant of any file."""
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        if any(node is used for node in ast.walk(function)):
            names = [arg.arg for arg in (*function.args.posonlyargs, *function.args.args)]
            if function.name in WRITERS:
                return  # its callers are looked at themselves
            if name in names or name in [arg.arg for arg in function.args.kwonlyargs]:
                yield from _told_by_callers(function, names, name, trees)
                return
            if values := _assigned(function, name):
                for value in values:
                    yield from _values(value, tree, trees)
                return
    constants = [
        value for other in trees.values() for value in _assigned(other, name) if isinstance(value, ast.Constant)
    ]
    assert constants, f"which verb is {name}?"
    for value in constants:
        yield from _values(value, tree, trees)


def _assigned(place: ast.AST, name: str) -> list[ast.expr]:
    found = []
    for node in ast.walk(place):
        if isinstance(node, ast.Assign) and any(
            name in ast.unparse(target).strip("()").split(", ") for target in node.targets
        ):
            found.append(node.value)
    return found


def _told_by_callers(function: ast.FunctionDef, names: list[str], name: str, trees: Trees) -> Iterator[str]:
    place = names.index(name) - (names[0] == "self") if name in names else len(names)
    for tree in trees.values():
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            if _last(ast.unparse(call.func)) == function.name:
                given = [word.value for word in call.keywords if word.arg == name] or call.args[place : place + 1]
                for value in given:
                    yield from _values(value, tree, trees)


def _last(dotted: str) -> str:
    return dotted.rpartition(".")[2]
