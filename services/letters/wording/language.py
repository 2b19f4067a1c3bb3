"""What a text with blanks may say: names, conditions, and a few words that change how a name is written.

All that it says is looked at before it is used, whichever branch it stands in, and nothing of it can repeat itself or
grow: what a text costs is bounded by its length, and no branch holds a surprise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from jinja2 import nodes

from services.letters.wording.facts import SAMPLE

FILTERS = frozenset({"upper", "lower", "title", "capitalize", "trim", "default"})
COMPARISONS = frozenset({"eq", "ne", "in", "notin"})
MOST = 12  # comparisons of one text: each is tried
_DEEPEST = 20  # conditions in conditions
_PLAIN = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.If, nodes.CondExpr, nodes.And, nodes.Or,
          nodes.Not, nodes.Concat, nodes.Const, nodes.Compare, nodes.Operand, nodes.Filter)  # fmt: skip
_WORDS: Mapping[type[nodes.Node], str] = {
    nodes.For: "for", nodes.Macro: "macro", nodes.Call: "panggilan “…()”", nodes.CallBlock: "call", nodes.Assign: "set",
    nodes.AssignBlock: "set", nodes.Block: "block", nodes.Include: "include", nodes.Import: "import",
    nodes.Extends: "extends", nodes.Getattr: "titik “.”", nodes.Getitem: "kurung siku “[…]”", nodes.Mul: "*",
    nodes.Pow: "**", nodes.Test: "is", nodes.FilterBlock: "filter", nodes.With: "with",
}  # fmt: skip
_HINT = "Yang boleh: nama, {% if %}, ==, !=, in, and, or, not, ~"


def faults(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    """(line, reason) of everything that a text may not say, wherever it stands."""
    yield from _below(tree, 0)
    if len(list(tree.find_all(nodes.Compare))) > MOST:
        yield 1, f"terlalu banyak perbandingan (paling banyak {MOST})"


def branches(tree: nodes.Template) -> Iterator[dict[str, Any]]:
    """Facts that lead into each branch of a text, beside those that are always tried."""
    for compared in tree.find_all(nodes.Compare):
        sides = [compared.expr, *(operand.expr for operand in compared.ops)]
        names = [side.name for side in sides if isinstance(side, nodes.Name)]
        values = [side.value for side in sides if isinstance(side, nodes.Const)]
        yield from ({name: value} for name in names for value in values if type(value) is type(SAMPLE.get(name)))
    for name in tree.find_all(nodes.Name):
        if isinstance(SAMPLE.get(name.name), bool):
            yield {name.name: not SAMPLE[name.name]}


def _below(node: nodes.Node, depth: int) -> Iterator[tuple[int, str]]:
    if reason := _reason(node):
        yield node.lineno, reason
        return
    deeper = depth + isinstance(node, nodes.If | nodes.CondExpr)
    if deeper > _DEEPEST:
        yield node.lineno, f"syarat di dalam syarat terlalu dalam (paling banyak {_DEEPEST})"
        return
    for child in node.iter_child_nodes():
        yield from _below(child, deeper)


def _reason(node: nodes.Node) -> str:
    if not isinstance(node, _PLAIN):
        return f"“{_WORDS.get(type(node), type(node).__name__.lower())}” tidak boleh dipakai. {_HINT}"
    if isinstance(node, nodes.Filter) and (node.name not in FILTERS or not _is_plain_call(node)):
        return f"“|{node.name}” tidak boleh dipakai. Yang ada: {', '.join(sorted(FILTERS))}"
    if isinstance(node, nodes.Operand) and node.op not in COMPARISONS:
        return "perbandingan hanya dengan ==, !=, in, not in"
    if isinstance(node, nodes.Operand) and node.op in {"in", "notin"} and not _is_text(node.expr):
        return "“in” hanya mencari dalam sebuah teks"
    if isinstance(node, nodes.Compare) and node.ops[0].op in {"in", "notin"} and not _is_text(node.expr):
        return "yang dicari dengan “in” harus sebuah teks"
    return ""


def _is_plain_call(filtered: nodes.Filter) -> bool:
    """A filter without anything in brackets, or ``default('…')``."""
    bare = not (filtered.kwargs or filtered.dyn_args or filtered.dyn_kwargs)
    texts = all(isinstance(each, nodes.Const) and isinstance(each.value, str) for each in filtered.args)
    return filtered.node is not None and bare and texts and (filtered.name == "default" or not filtered.args)


def _is_text(node: nodes.Node) -> bool:
    value = SAMPLE.get(node.name) if isinstance(node, nodes.Name) else getattr(node, "value", None)
    return isinstance(value, str)
