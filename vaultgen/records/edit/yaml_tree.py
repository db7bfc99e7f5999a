"""YAML as a tree of places, from the marks of libyaml, which count code points."""

from __future__ import annotations

from yaml.nodes import CollectionNode, MappingNode, ScalarNode
from yaml.nodes import Node as YamlNode

from vaultgen.records.edit.tree import Branch, Entry, Node, Scalar
from vaultgen.records.yaml_files import compose, is_nothing

__all__ = ["yaml_tree"]


def yaml_tree(text: str) -> Node | None:
    """The places of a document that `load_yaml` can read; None if it is empty."""
    node = compose(text)
    return None if node is None else _node(node, text, flow=False)


def _node(node: YamlNode, text: str, *, flow: bool) -> Node:
    start, end = node.start_mark.index, node.end_mark.index
    if isinstance(node, ScalarNode):
        if node.style in {"|", ">"}:
            end = start + len(text[start:end].rstrip())
        value = "" if is_nothing(node) else node.value.strip()
        return Scalar(start, end, value, node.style or "", flow)
    flow = flow or (isinstance(node, CollectionNode) and bool(node.flow_style))
    if isinstance(node, MappingNode):
        pairs = [(key, _node(value, text, flow=flow)) for key, value in node.value]
        entries = [
            Entry(key.value.strip(), key.start_mark.index, max(inner.end, key.end_mark.index), inner)
            for key, inner in pairs
        ]
    else:
        items = [_node(item, text, flow=flow) for item in node.value]
        entries = [Entry("", item.start, item.end, item) for item in items]
    if not flow and entries:
        end = entries[-1].end  # libyaml's mark stands behind comments and blank lines
    return Branch(start, end, tuple(entries), isinstance(node, MappingNode), flow)
