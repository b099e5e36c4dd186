"""A run as tables: DuckDB, Parquet and CSV, and questions in SQL."""

from pipeline.export.tables.catalogue import Table, read_tables
from pipeline.export.tables.store import open_tables, write_csv, write_duckdb, write_parquet

__all__ = ["Table", "open_tables", "read_tables", "write_csv", "write_duckdb", "write_parquet"]
