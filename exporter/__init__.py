"""One report in; a deck, a brief and a handout for every audience out.

    import exporter

    result = exporter.build("report.yaml", audiences=["executive"], out="out")

`build` is the public API; what it takes and gives is documented there.
"""

__version__ = "0.1.0"

from exporter.model.memory import collector_off
from exporter.model.pattern import compiling_later

with collector_off():  # what is loaded stays
    with compiling_later():  # nobody asks the patterns of what it loads: they are a fiftieth of a short build
        import msgspec  # noqa: F401
    from exporter.errors import UsageError, UserError

    from exporter.build import File, Result, build  # isort: skip  # last: `build` is the function, not its module

__all__ = ["File", "Result", "UsageError", "UserError", "__version__", "build"]
