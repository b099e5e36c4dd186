"""A run as a folder of web pages that open from disk: overview, tables, and each article with its words marked."""

from pipeline.export.report.site import write_report

__all__ = ["write_report"]
