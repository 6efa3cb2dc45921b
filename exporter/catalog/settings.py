"""In: `theme.colours.accent=#7A1F3D`, as given with --set. Out: what is laid over the templates of a kind, for one run.

A setting acts as a file would that extends the template and states one value, and is checked by the same shapes. Its
place, in an error, is the option itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from exporter.errors import Place, Problem, UsageError, UserError, did_you_mean
from exporter.read.tree import Map, Node, Scalar, Source, load_text

OPTION = "--set"
KINDS = {"theme": "themes", "audience": "audiences", "layout": "layouts"}
FORM = "write it as theme.colours.accent=#7A1F3D, audience.limits.slides=6 or layout.cards.deck.holds.most=3"


class Setting(Struct, frozen=True):
    """A value for every template of a kind that the run uses, or for one of them."""

    kind: str
    """The folder of the kind: "themes"."""
    name: str
    """The one template that is meant; empty: any."""
    root: Map

    @property
    def option(self) -> str:
        return self.root.source.file

    def means(self, kind: str, name: str) -> bool:
        return self.kind == kind and self.name in ("", name)


def parse(texts: Sequence[str | Setting]) -> tuple[Setting, ...]:
    """The settings in the order given, of which a later one wins; UsageError with all that cannot be understood."""
    settings: list[Setting] = []
    problems: list[Problem] = []
    for text in texts:
        try:
            settings.append(_parse(text) if isinstance(text, str) else text)
        except UserError as error:
            problems.extend(error.problems)
    if problems:
        raise UsageError(problems)
    return tuple(settings)


def from_option(place: Place | None) -> bool:
    """Whether a place is that of an option."""
    return place is not None and place.file.startswith(f"{OPTION} ")


def _parse(text: str) -> Setting:
    way, equals, value = text.partition("=")
    kind, *keys = way.strip().split(".")
    option = f"{OPTION} {text if len(text) <= 80 else text[:79] + '…'}"
    if kind not in KINDS:
        raise _wrong(option, f"'{kind}' cannot be set", did_you_mean(kind, KINDS) if equals and keys else FORM)
    name = keys.pop(0) if kind == "layout" and keys else ""
    if not equals or not keys or not all(keys):
        raise _wrong(option, "a setting is a name, the keys down to the value, = and the value", FORM)
    if keys == ["extends"]:
        raise _wrong(option, "what a template extends cannot be set", "choose another template")
    return Setting(KINDS[kind], name, _tree(keys, _value(value.strip(), option), Source(option)))


def _wrong(option: str, what: str, hint: str = "") -> UsageError:
    return UsageError(Problem(Place(option), what, hint))


def _value(text: str, option: str) -> Node:
    """A list, a map or a text in quotes is YAML; everything else is taken as written, so that #7A1F3D is a colour."""
    if not text.startswith(("[", "{", '"', "'")):
        return Scalar(Source(option), 0, 0, text, False)
    try:
        tree = load_text(text, option)
    except UserError as error:
        raise UsageError(Problem(Place(option), p.what, p.hint) for p in error.problems) from None
    if tree.problems:
        raise UsageError(Problem(Place(option), p.what, p.hint) for p in tree.problems)
    _move(tree.root, Source(option))
    return tree.root


def _move(node: Node, source: Source) -> None:
    """Give a node and all that is in it the option as its place."""
    node.source = source
    if isinstance(node, Map):
        for key, inner in node.pairs.values():
            key.source = source
            _move(inner, source)
    for inner in getattr(node, "nodes", ()):
        _move(inner, source)


def _tree(keys: Sequence[str], value: Node, source: Source) -> Map:
    for key in reversed(keys):
        out = Map(source, 0, 0)
        out.pairs = {key: (Scalar(source, 0, 0, key, True), value)}
        value = out
    assert isinstance(value, Map)
    return value
