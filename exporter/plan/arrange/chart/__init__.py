"""In: a chart block. Out: a native chart with direct labels."""

from exporter.plan.arrange.chart.old import arrange

__all__ = ["arrange"]
