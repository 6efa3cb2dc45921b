"""`exporter build --watch`, driven by files that really change."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from exporter import cli

REPORT = """\
title: Heat pumps
sections:
  - id: results
    title: Results
    headline: Forty houses stayed warm
    blocks:
      - text: Measured over two winters.
      - picture: {path: pictures/pump.png, alt: A pump}
"""
pytestmark = pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is sent as a signal")


class Watching:
    """The command as it runs; `said` waits for words on its stdout or stderr."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "exporter", "build", *arguments, "--watch", "--format", "svg"],
            cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1", "WATCHFILES_FORCE_POLLING": ""},
        )  # fmt: skip
        self.lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.put(line)

    def said(self, words: str) -> str:
        """What was said up to and with the line that has `words`."""
        heard = ""
        while words not in heard:
            try:
                heard += self.lines.get(timeout=20)
            except queue.Empty:
                raise AssertionError(f"'{words}' was not said, but: {heard}") from None
        return heard

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=10)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pumps.yaml").write_text(REPORT)
    (tmp_path / "pictures").mkdir()
    Image.new("RGB", (40, 30), "red").save(tmp_path / "pictures" / "pump.png")
    themes = tmp_path / "templates" / "themes"
    themes.mkdir(parents=True)
    (themes / "ours.yaml").write_text("title: Ours\nextends: ledger\n")
    return tmp_path


@pytest.fixture
def watching(folder: Path) -> Iterator[Watching]:
    running = Watching(folder, "pumps.yaml", "other.yaml", "--theme", "ours")
    yield running
    running.process.kill()
    running.process.wait()


def test_it_builds_again_what_changed(folder: Path, watching: Watching) -> None:
    """One run: it takes a moment to start."""
    assert "other.yaml" in watching.said("watching pumps.yaml, other.yaml")  # which is not there yet
    slides = folder / "pumps-general-svg"
    (folder / "other.yaml").write_text(REPORT.replace("Heat pumps", "Boilers"))
    heard = watching.said("2 files in")  # the first build had failed for both
    assert "other.yaml changed" in heard and "other-general-svg" in heard and "pumps-general-svg" in heard

    (folder / "pumps.yaml").write_text(REPORT.replace("stayed warm", "were warm"))
    heard = watching.said("1 file in")
    assert "pumps.yaml changed" in heard and "other-general" not in heard
    assert "were warm" in (slides / "slide-002.svg").read_text(encoding="utf-8")

    (folder / "pumps.yaml").write_text(REPORT.replace("headline:", "headlin:"))
    assert "pumps.yaml:5:5" in watching.said("did you mean 'headline'?")
    assert "were warm" in (slides / "slide-002.svg").read_text(encoding="utf-8")

    (folder / "pumps.yaml").write_text(REPORT)
    watching.said("1 file in")
    before = (slides / "slide-002.svg").read_bytes()
    Image.new("RGB", (40, 30), "blue").save(folder / "pictures" / "pump.png")
    assert "pictures/pump.png changed" in watching.said("2 files in")
    assert (slides / "slide-002.svg").read_bytes() != before

    (folder / "templates" / "themes" / "ours.yaml").write_text(
        "title: Ours\nextends: ledger\ncolours: {ink: '#401010'}\n"
    )
    assert "themes/ours.yaml changed" in watching.said("2 files in")
    assert "#401010" in (slides / "slide-002.svg").read_text(encoding="utf-8")

    (folder / "notes.txt").write_text("no report speaks of this")
    (folder / ".pumps.yaml.swp").write_text("an editor's")
    assert watching.stop() == 0
    heard = watching.said("stopped")
    assert "changed" not in heard and "Traceback" not in heard
    assert not list(folder.glob("**/*.part*"))


def test_without_watchfiles_the_extra_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    monkeypatch.setattr("exporter.cli.watch.find_spec", lambda name: None)
    assert cli.run(["build", "pumps.yaml", "--watch"]) == 2
    assert "pip install 'exporter[watch]'" in capsys.readouterr().err


def test_json_is_one_answer(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(folder)
    assert cli.run(["build", "pumps.yaml", "--watch", "--json"]) == 2
    assert "do not go together" in capsys.readouterr().err
