"""In: a command line. Out: files, words on the terminal, an exit code.

Only this package prints, asks or exits. Each group of commands is a file, loaded when it is used.
"""

from __future__ import annotations

import atexit
import gc
import os
import signal
import sys
from contextlib import suppress

# A command makes a hundred thousand values that stay, beginning with what it loads: Python need not look every few
# hundred for circles to throw away, and a short build ends before it does so once. That is a tenth of its time.
gc.set_threshold(200_000, 20, 100)

import exporter  # noqa: E402
from exporter.model.pattern import compiling_later  # noqa: E402

with compiling_later():
    import click

from exporter.cli.lazy import LazyGroup  # noqa: E402
from exporter.errors import UsageError, UserError  # noqa: E402

OK, WRONG_INPUT, WRONG_USAGE, A_BUG, INTERRUPTED = 0, 1, 2, 70, 130

COMMANDS = {
    "new": "exporter.cli.new:new",
    "build": "exporter.cli.build:build",
    "check": "exporter.cli.build:check",
    "explain": "exporter.cli.explain:explain",
    "audiences": "exporter.cli.audiences:audiences",
    "convert": "exporter.cli.convert:convert",
    "schema": "exporter.cli.schema:schema",
    "templates": "exporter.cli.templates:templates",
    "theme": "exporter.cli.theme:theme",
    "doctor": "exporter.cli.doctor:doctor",
    "completion": "exporter.cli.completion:completion",
}
"""Name of each command and where it is."""


@click.command(
    cls=LazyGroup,
    rows=COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="""\b
Examples:
  exporter new                                      a project to start from
  exporter build report.yaml                        deck, brief and handout in this folder
  exporter build report.md --audience all --out out every audience, into out/
  exporter check report.yaml                        everything but writing
  exporter explain report.yaml --audience executive what is left out, and why
""",
)
@click.version_option(exporter.__version__, prog_name="exporter", message="%(prog)s %(version)s")
def cli() -> None:
    """Turn one report into a PowerPoint deck, a PDF brief and a handout for every audience."""


def main() -> None:
    """Run the command and exit: 0 done, 1 wrong input, 2 wrong usage, 70 a fault of the tool, 130 interrupted."""
    code = run(sys.argv[1:])
    atexit._run_exitfuncs()
    with suppress(OSError, ValueError):  # closed, or its reader left
        sys.stderr.flush()
    with suppress(OSError, ValueError):
        sys.stdout.flush()
    os._exit(code)  # all is written: taking every value apart before the end would take as long as a slide or two


def run(arguments: list[str]) -> int:
    """Run the command with `arguments` and say what went wrong, if anything; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a terminal that lacks a character shows an escape, not a traceback
            stream.reconfigure(errors="backslashreplace")
    if hasattr(signal, "SIGTERM"):
        signal.signal(signal.SIGTERM, _terminated)
    try:
        colour = False if os.environ.get("NO_COLOR") else None  # None: as the terminal is
        code = cli.main(arguments, prog_name="exporter", standalone_mode=False, color=colour)
        sys.stdout.flush()
        return code if isinstance(code, int) else OK
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except (click.exceptions.Abort, KeyboardInterrupt):
        click.echo("\ninterrupted; no file was left half-made", err=True)
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except UserError as error:
        for problem in error.problems:
            click.echo(f"{problem}", err=True)
        return WRONG_USAGE if isinstance(error, UsageError) else WRONG_INPUT
    except BrokenPipeError:  # the reader of our output left, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return WRONG_INPUT
    except Exception as error:
        if os.environ.get("EXPORTER_DEBUG"):
            raise
        click.echo(_apology(error), err=True)
        return A_BUG


def _terminated(*_: object) -> None:
    """Leave as at the end of the program, so that half-made files are cleared away."""
    raise SystemExit(128 + signal.SIGTERM)


def _apology(error: Exception) -> str:
    spot = error.__traceback__
    while spot and spot.tb_next:
        spot = spot.tb_next
    where = f" in {os.path.basename(spot.tb_frame.f_code.co_filename)}:{spot.tb_lineno}" if spot else ""
    return (
        f"exporter {exporter.__version__} failed: {type(error).__name__}: {error}{where}\n"
        "This is a fault of the tool, not of your report; files that were there before are unharmed.\n"
        "  hint: run again with EXPORTER_DEBUG=1 and report the traceback, with the report if you can share it"
    )
