"""Files take their place whole or not at all, and what keeps them from it is said before any work is done."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from exporter import files
from exporter.errors import UserError


def test_a_good_file_takes_its_place_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    target.write_text("old")
    assert files.put(target, lambda draft: bool(draft.write_text("new")))
    assert target.read_text() == "new"
    assert os.listdir(tmp_path) == ["a.pdf"]


def test_a_failed_check_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    target.write_text("old")
    assert not files.put(target, lambda draft: not draft.write_text("new"))
    assert target.read_text() == "old"
    assert os.listdir(tmp_path) == ["a.pdf"]


def test_a_full_disk_leaves_the_old_file_and_says_so(tmp_path: Path) -> None:
    def full(draft: Path) -> bool:
        draft.write_text("half")
        raise OSError(errno.ENOSPC, "No space left on device")

    target = tmp_path / "a.pdf"
    target.write_text("old")
    with pytest.raises(UserError, match="No space left"):
        files.put(target, full)
    assert target.read_text() == "old"
    assert os.listdir(tmp_path) == ["a.pdf"]


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_a_kill_in_the_middle_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    target.write_text("old")
    script = f"""
import time
from pathlib import Path
from exporter import files

def slow(draft):
    draft.write_text("half")
    print("writing", flush=True)
    time.sleep(60)

files.put(Path({str(target)!r}), slow)
"""
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
    assert process.stdout
    assert process.stdout.readline() == b"writing\n"
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert target.read_text() == "old"

    (left,) = set(tmp_path.iterdir()) - {target}
    long_ago = time.time() - files.STALE - 1
    os.utime(left, (long_ago, long_ago))
    files.put(target, lambda draft: bool(draft.write_text("new")))  # the next build clears up
    assert os.listdir(tmp_path) == ["a.pdf"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.pdf", tmp_path / "link.pdf"
    real.write_text("old")
    link.symlink_to(real)
    files.put(link, lambda draft: bool(draft.write_text("new")))
    assert link.is_symlink()
    assert real.read_text() == "new"


def what(problems: object) -> str:
    return "\n".join(map(str, problems))  # type: ignore[call-overload]


def test_a_missing_folder_is_made_but_not_its_parents(tmp_path: Path) -> None:
    assert not list(files.ready(tmp_path / "out"))
    assert (tmp_path / "out").is_dir()
    assert "does not exist" in what(files.ready(tmp_path / "no" / "out"))
    (tmp_path / "file").write_text("")
    assert "is a file" in what(files.ready(tmp_path / "file"))


def test_targets_that_cannot_be_replaced(tmp_path: Path) -> None:
    folder, read_only, opened = tmp_path / "a.pdf", tmp_path / "b.pdf", tmp_path / "c.pptx"
    folder.mkdir()
    read_only.write_text("")
    read_only.chmod(0o444)
    opened.write_text("")
    (tmp_path / "~$c.pptx").write_text("")
    assert "is a folder" in what(files.obstacles(folder))
    assert "read-only" in what(files.obstacles(read_only))
    assert "open in an office program" in what(files.obstacles(opened))
    assert not list(files.obstacles(tmp_path / "d.pdf"))
    assert "too long" in what(files.obstacles(tmp_path / f"{'é' * 125}.pdf"))


@pytest.mark.skipif(os.name != "posix", reason="advisory locks")
def test_a_locked_target(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    target.write_text("")
    script = (
        f"import fcntl; f = open({str(target)!r}, 'r+'); fcntl.flock(f, fcntl.LOCK_EX); print(1, flush=True); input()"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        holder.stdout.readline()
        assert "locked" in what(files.obstacles(target))
        holder.communicate(b"\n")
    assert not list(files.obstacles(target))


def test_two_reports_that_would_write_the_same_file(tmp_path: Path) -> None:
    target = tmp_path / "q3.pptx"
    assert "a/q3.yaml and b/Q3.md" in what(files.clashes([(target, "b/Q3.md"), (tmp_path / "Q3.pptx", "a/q3.yaml")]))
    assert not list(files.clashes([(target, "a/q3.yaml"), (target, "a/q3.yaml")]))
