"""In: a target path and a function that writes a file. Out: the whole, checked file in its place, or the old one.

A file is made beside its target under a hidden name, and moved over it in one step once it is good. Whatever happens
before that step, a failed check, a full disk, a kill, leaves the target as it was. The pages of a folder of pictures
are moved so one by one, once all are good.
"""

from __future__ import annotations

import os
import re
import stat
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from exporter.errors import Problem, oops

STALE = 3600
"""Seconds after which a half-made file must have been left by a process that was killed."""
LONGEST_NAME = 255
"""Bytes in the name of a file that every usual disk takes."""


def put(target: Path, make: Callable[[Path], bool]) -> bool:
    """Have `make` write a file or a folder of files, and move it to `target` if it says that it is good.

    `make` gets a path in the target's folder with the target's suffix. Returns what `make` returned. Raises UserError
    when the disk refuses.
    """
    target = Path(os.path.realpath(target))  # a link stays a link; what it points to is replaced
    draft = _draft(target)
    _sweep(target)
    try:
        good = make(draft)
        if good:
            _settle(draft, target)
        return good
    except OSError as error:
        raise oops(f"{target} cannot be written: {error.strerror or error}", hint=_remedy(error)) from error
    finally:
        _remove(draft)


def _remove(draft: Path) -> None:
    with suppress(OSError):
        if draft.is_dir():
            import shutil  # few files are folders of pictures

            shutil.rmtree(draft)
        else:
            draft.unlink()


def _draft(target: Path) -> Path:
    """A new name beside the target."""
    return target.with_name(f".{target.stem}.{uuid.uuid4().hex[:8]}.part{target.suffix}")


def ready(folder: Path) -> Iterator[Problem]:
    """What keeps `folder` from taking files; a missing folder is made when its parent exists."""
    parent = folder.parent if str(folder.parent) else Path()
    if folder.exists():
        if not folder.is_dir():
            yield Problem(None, f"{folder} is a file, not a folder", "name another folder with --out")
        elif not os.access(folder, os.W_OK | os.X_OK):
            yield Problem(None, f"the folder {folder} cannot be written to", "name another folder with --out")
    elif not parent.is_dir():
        yield Problem(None, f"the folder {folder} cannot be made: {parent} does not exist", "make that folder first")
    else:
        try:
            folder.mkdir()
        except OSError as error:
            yield Problem(None, f"the folder {folder} cannot be made: {error.strerror}")


def obstacles(target: Path, folder: bool = False) -> Iterator[Problem]:
    """What keeps `target`, a file or a folder, from being replaced: it is of the other kind, read-only, or open."""
    if len(os.fsencode(_draft(target).name)) > LONGEST_NAME:
        yield Problem(None, f"the name {target.name} is too long", "give the report's file, or its id, a shorter name")
        return
    if target.is_dir() and not folder:
        yield Problem(None, f"{target} is a folder", "remove it, or name another folder with --out")
        return
    if folder:
        if target.exists():
            yield from ready(target)
        return
    for lock in _office_locks(target):
        yield Problem(
            None, f"{target} is open in an office program", f"close it there; if it is not open, delete {lock}"
        )
        return
    if not target.exists():
        return
    if not target.stat().st_mode & stat.S_IWUSR or not os.access(target, os.W_OK):
        yield Problem(None, f"{target} is read-only", "make it writable, or name another folder with --out")
    elif _locked(target):
        yield Problem(None, f"{target} is locked by another program", "close it there, or name another folder")


def clashes(targets: Iterable[tuple[Path, str]]) -> Iterator[Problem]:
    """Targets that two jobs would write; each target comes with the name of its job."""
    owners: dict[str, tuple[Path, str]] = {}
    for target, job in targets:
        key = os.path.normcase(str(target)).casefold()  # some disks take Report and report for one name
        if key in owners and owners[key][1] != job:
            yield Problem(
                None,
                f"{job} and {owners[key][1]} would both write {target}",
                "build them into different folders, or tell them apart by their names",
            )
        owners.setdefault(key, (target, job))


def _settle(draft: Path, target: Path) -> None:
    """Flush the draft to the disk and move it over its target."""
    if draft.is_dir():
        _settle_folder(draft, target)
        return
    if target.exists():
        with suppress(OSError):
            draft.chmod(stat.S_IMODE(target.stat().st_mode))
    with draft.open("rb+") as file:
        os.fsync(file.fileno())
    draft.replace(target)
    if os.name == "posix":
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            with suppress(OSError):  # some network disks cannot flush a folder
                os.fsync(folder)
        finally:
            os.close(folder)


def _settle_folder(draft: Path, target: Path) -> None:
    """Move the files of a folder, and remove those of an earlier run that differ from them in their number alone."""
    target.mkdir(exist_ok=True)
    names = sorted(file.name for file in draft.iterdir())
    for name in names:
        _settle(draft / name, target / name)
    kinds = {_unnumbered(name) for name in names}
    for old in target.iterdir():
        if old.name not in names and _unnumbered(old.name) in kinds and old.is_file():
            old.unlink()


def _unnumbered(name: str) -> str:
    return re.sub(r"\d{3,}", "000", name)


def _sweep(target: Path) -> None:
    """Remove drafts of this target that a killed process left behind."""
    try:
        names = os.listdir(target.parent)
    except OSError:
        return  # whoever writes there says what is wrong
    for name in names:
        if name.startswith(f".{target.stem}.") and name.endswith(f".part{target.suffix}"):
            draft = target.with_name(name)
            with suppress(OSError):
                if time.time() - draft.stat().st_mtime > STALE:
                    _remove(draft)


def _office_locks(target: Path) -> Iterator[Path]:
    """Owner files that PowerPoint and LibreOffice put beside an open document."""
    for name in (f"~${target.name}", f"~${target.name[2:]}", f".~lock.{target.name}#"):
        lock = target.with_name(name)
        if lock.exists():
            yield lock


def _locked(target: Path) -> bool:
    """Whether another process holds the file. Windows refuses to open it; elsewhere locks are a courtesy."""
    try:
        with target.open("rb+") as file:
            if os.name == "posix":
                import fcntl

                for lock in (fcntl.flock, fcntl.lockf):
                    lock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    lock(file, fcntl.LOCK_UN)
    except BlockingIOError:
        return True
    except PermissionError:
        return True
    except OSError:
        return False  # a disk without locks
    return False


def _remedy(error: OSError) -> str:
    import errno

    known = {
        errno.ENOSPC: "free some room on the disk; the old file is unharmed",
        errno.EACCES: "close the file in other programs and try again; the old file is unharmed",
        errno.EROFS: "the disk is read-only: name another folder with --out",
        errno.ENAMETOOLONG: "give the report a shorter file name",
    }
    return known.get(error.errno or 0, "the old file is unharmed")
