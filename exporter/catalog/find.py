"""In: template folders, a kind, a name. Out: the file, laid over what it extends, as one tree that keeps its places."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from msgspec import Struct, field

from exporter.catalog.icons import Icons
from exporter.catalog.settings import Setting, from_option
from exporter.errors import Place, Problem, UsageError, UserError, did_you_mean
from exporter.read.shape import describe, in_order
from exporter.read.tree import Map, Node, Problems, Scalar, Seq, Tree, load

KINDS: Mapping[str, str] = {"themes": "*.y*ml", "audiences": "*.y*ml", "layouts": "*/layout.y*ml"}
"""Folder of each kind of template, and where its files lie in it (.yaml or .yml)."""


class Layers(Struct, frozen=True):
    """A template over its ancestors, merged."""

    name: str
    root: Map
    ancestors: tuple[str, ...]
    """What it extends, nearest first."""
    place: Place
    problems: Problems
    """Faults of all the files; more may be added before `finish`."""
    files: tuple[str, ...] = ()
    """The files it was laid together from, nearest first."""

    def finish(self) -> None:
        """UserError when there is a problem."""
        if self.problems:
            raise fault(in_order(self.problems))

    def depth(self, place: Place | None) -> int:
        """How far down stands what was stated at `place`: -1 an option, 0 the template itself, 1 its parent …"""
        return self.files.index(place.file) if place and place.file in self.files else -1

    def own(self, key: str) -> str:
        """A text that the template itself states: that of the one it extends is another's."""
        node = self.root.get(key)
        return " ".join(node.text.split()) if isinstance(node, Scalar) and not self.depth(node.place) else ""

    def need(self, node: Map, keys: Collection[str], what: str) -> None:
        """Note the keys that the merged `node` lacks."""
        missing = [key for key in keys if key not in node]
        if missing:
            self.problems.add(node, f"{what} lacks {', '.join(missing)}", "state what is missing, or extend a template")


def fault(problems: Collection[Problem]) -> UserError:
    """The error for these problems: wrong usage when only options of the command are at fault."""
    return (UsageError if all(from_option(problem.where) for problem in problems) else UserError)(problems)


class Finder(Struct, frozen=True):
    """The template files of some folders; the first folder that has a name wins."""

    folders: tuple[Path, ...]
    settings: tuple[Setting, ...] = ()
    """Laid over what is loaded."""
    _files: dict[str, dict[str, list[Path]]] = field(default_factory=dict)
    _trees: dict[Path, Tree] = field(default_factory=dict)
    _icons: list[Icons] = field(default_factory=list)

    @property
    def icons(self) -> Icons:
        """Every icon by name, read when it is asked for."""
        if not self._icons:
            self._icons.append(Icons(self.folders))
        return self._icons[0]

    def names(self, kind: str) -> Mapping[str, Path]:
        """The file of each name, sorted by name."""
        return {name: paths[0] for name, paths in sorted(self._all(kind).items())}

    def font(self, file: str) -> Path | None:
        """A font file, by its path below a `fonts` folder; None when no folder has it."""
        if Path(file).is_absolute() or ".." in Path(file).parts:
            return None
        return next((path for folder in self.folders if (path := folder / "fonts" / file).is_file()), None)

    def load(self, kind: str, name: str, joined: Collection[str] = (), bare: bool = False) -> Layers:
        """The template `name` laid over what it extends, and the settings over it unless it is wanted `bare`.

        Maps merge, everything else replaces what it stands over, and a null removes it; lists under the keys `joined`
        add up. A template may extend one of its own name that a later folder has. UsageError when there is no such
        template, UserError when it extends what does not exist, or itself.
        """
        files = self._all(kind)
        if name not in files:
            hint = did_you_mean(name, files)
            raise UsageError(Problem(None, f"{kind.removesuffix('s')} '{name}' does not exist", hint))
        problems = Problems()
        layers = list(self._chain(kind, name, problems))
        root = layers[-1][1]
        for _, layer in reversed(layers[:-1]):
            root = overlay(root, layer, joined)
        for setting in self.settings if not bare else ():
            if setting.means(kind, name):
                under, root = root, overlay(root, setting.root, joined)
                root.source, root.start, root.end = under.source, under.start, under.end
        ancestors = dict.fromkeys(other for other, _ in layers[1:] if other != name)
        sources = tuple(layer.source.file for _, layer in layers)
        return Layers(name, root, tuple(ancestors), Place(str(files[name][0])), problems, sources)

    def _all(self, kind: str) -> dict[str, list[Path]]:
        """Every file of a kind by its name, the winning one first."""
        if kind not in self._files:
            found: dict[str, list[Path]] = {}
            for folder in self.folders:
                for path in sorted((folder / kind).glob(KINDS[kind])):
                    found.setdefault(path.parent.name if "/" in KINDS[kind] else path.stem, []).append(path)
            self._files[kind] = found
        return self._files[kind]

    def _chain(self, kind: str, name: str, problems: Problems) -> Iterator[tuple[str, Map]]:
        """The template and its ancestors, nearest first."""
        files = self._all(kind)
        path: Path | None = files[name][0]
        seen: list[tuple[str, Path]] = []
        while path:
            seen.append((name, path))
            problems.extend(_twins(name, path, files[name]))
            tree = self._trees.get(path) or self._trees.setdefault(path, load(path))
            problems.extend(tree.problems)
            root = tree.root
            if not isinstance(root, Map):
                problems.add(root, f"expected a map ({kind.removesuffix('s')}), not {describe(root)}")
                raise UserError(problems)
            yield name, root
            parent = root.get("extends")
            if parent is None:
                return
            if not isinstance(parent, Scalar):
                problems.add(parent, f"expected the name of one template, not {describe(parent)}")
                return
            path = _next(files, parent.text, seen)
            if path is None:
                circle = " -> ".join([*(other for other, _ in seen), parent.text])
                known = parent.text in files and parent.text != name
                what = f"this extends itself: {circle}" if known else f"'{parent.text}' does not exist"
                others = [other for other in files if other != name]
                hint = "let one of them extend a built-in template" if known else did_you_mean(parent.text, others)
                raise UserError([*problems, parent.problem(what, hint)])
            name = parent.text


def _twins(name: str, path: Path, files: Collection[Path]) -> Iterator[Problem]:
    """A folder holds one template of a name: NAME.yaml beside NAME.yml leaves open which is meant."""
    for other in files:
        if other != path and other.parent == path.parent:
            what = f"{other.name} beside it is called '{name}' as well"
            yield Problem(Place(str(path)), what, "keep one of them, or give one another name")


def _next(files: Mapping[str, list[Path]], name: str, seen: list[tuple[str, Path]]) -> Path | None:
    """The file that `extends: name` means in the last file seen: its own name means the next folder's."""
    paths = files.get(name, [])
    if name == seen[-1][0]:
        paths = paths[paths.index(seen[-1][1]) + 1 :]
    path = paths[0] if paths else None
    return None if path in [other for _, other in seen] else path


def overlay(under: Map, over: Map, joined: Collection[str] = ()) -> Map:
    """`over` laid on `under`: maps merge, everything else replaces; lists under `joined` add up at this level."""
    out = Map(over.source, over.start, over.end)
    out.pairs = dict(under.pairs)
    for key, (key_node, node) in over.pairs.items():
        old = under.get(key)
        if isinstance(old, Map) and isinstance(node, Map):
            node = overlay(old, node)
        elif key in joined and old is not None and not node.null:
            node = _join(old, node)
        out.pairs[key] = (key_node, node)
    return out


def _join(first: Node, second: Node) -> Seq:
    out = Seq(second.source, second.start, second.end)
    out.nodes = [node for part in (first, second) for node in (part.nodes if isinstance(part, Seq) else [part])]
    return out
