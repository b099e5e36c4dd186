"""Records ↔ tasks of Label Studio, without loss.

``tasks_json`` writes records as tasks with predictions, ready to be corrected; ``read_tasks`` reads what people made of
them. Everything that a person may judge travels as regions, controls and links; what only the program knows (source,
rule, watch-list matches) travels in the task's data and comes back with the region it belongs to.
"""

from pipeline.evaluate.labelstudio.configuration import configuration
from pipeline.evaluate.labelstudio.reader import read_tasks
from pipeline.evaluate.labelstudio.writer import tasks_json

__all__ = ["configuration", "read_tasks", "tasks_json"]
