"""Put a set that extends another onto its parent's tree; every place keeps pointing into its own file."""

from __future__ import annotations

from collections.abc import Mapping

from par_index.model.extension import ExtensionSpec
from par_index.model.source import SetSpec
from par_index.model.text import Listing, Table, Text, Tree
from par_index.problem import Problem
from par_index.read.bind import bind
from par_index.read.local import doubts

_VERSION = ("number", "date", "supersedes", "modelled_on")
"""What an extension never inherits: it is a decision of its own."""
_OWN = ("set", "name", "year", "issuer", "status", "legal_basis", *_VERSION, "valid")
_ADDED = ("documents", "traits", "inputs")


def read_extension(tree: Table) -> tuple[ExtensionSpec | None, tuple[Problem, ...]]:
    """Read what an extension says; keys that only a whole set has are refused by name."""
    own = _placed({key: item for key, item in tree.items() if not _inherited(key)}, tree)
    refused = tuple(Problem("L104", key.where, {"key": key}) for key in tree if _inherited(key))
    spec, problems = bind(ExtensionSpec, own)
    return spec, (*refused, *problems)


def _inherited(key: Text) -> bool:
    return key in SetSpec.model_fields and key not in ExtensionSpec.model_fields


def extended(
    tree: Table, spec: ExtensionSpec, parent: Table, parent_spec: SetSpec
) -> tuple[Table | None, tuple[Problem, ...]]:
    """Give the parent's tree with the nodes filled and the leaves split; ``None`` when a rule is broken."""
    problems = tuple(doubts(spec, parent_spec))
    if problems:
        return None, problems
    made = _placed({key: item for key, item in parent.items() if key not in _VERSION}, tree)
    for key in _OWN:
        _put(made, tree, key)
    for key in _ADDED:
        if key in tree:
            made[_key(made, tree, key)] = _joined(made.get(Text(key)), tree[Text(key)])
    if "relations" in tree:
        made[_key(made, tree, "relations")] = _listed(made.get(Text("relations")), tree[Text("relations")])
    below = {**_entries(tree, "fill"), **_entries(tree, "split")}
    made[Text("areas")] = _grown(parent[Text("areas")], below, "criteria")
    return made, ()


def _put(made: Table, tree: Table, key: str) -> None:
    """Let the extension speak for itself: its own line, at its own place, stands for its parent's."""
    if key in tree:
        place = _key(tree, tree, key)
        made.pop(Text(key), None)
        made[place] = tree[place]


def _key(made: Table, tree: Table, key: str) -> Text:
    return next(item for table in (made, tree) for item in table if item == key)


def _joined(old: Tree | None, new: Tree) -> Table:
    assert isinstance(new, Table)
    return _table(old, new) if isinstance(old, Table) else new


def _listed(old: Tree | None, new: Tree) -> Listing:
    made = Listing([*(old if isinstance(old, Listing) else ()), *(new if isinstance(new, Listing) else ())])
    made.where = new.where
    return made


def _entries(tree: Table, verb: str) -> Mapping[str, Tree]:
    given = tree.get(Text(verb))
    return {str(code): items for code, items in given.items()} if isinstance(given, Table) else {}


def _grown(items: Tree, below: Mapping[str, Tree], key: str) -> Listing:
    """Copy a list of items; those that are filled or split get their new children."""
    assert isinstance(items, Listing)
    made = Listing(_item(item, below, key) for item in items if isinstance(item, Table))
    made.where = items.where
    return made


_KEPT = ("code", "name", "max", "lead")


def _item(item: Table, below: Mapping[str, Tree], key: str) -> Table:
    code = item[Text("code")]
    if isinstance(code, Text) and code in below:
        children = below[code]
        kept = {name: value for name, value in item.items() if name in _KEPT}
        return _placed({**kept, Text.at(key, children.where): children}, item)
    lists = {name: _grown(item[name], below, "sub_criteria") for name in item if name in _CHILDREN}
    return _table(item, lists)


_CHILDREN = ("criteria", "sub_criteria")


def _table(old: Table, new: Mapping[Text, Tree]) -> Table:
    return _placed({**old, **new}, old)


def _placed(items: Mapping[Text, Tree], like: Table) -> Table:
    """Make a table that stands where another does."""
    made = Table(items)
    made.where, made.flow = like.where, like.flow
    return made
