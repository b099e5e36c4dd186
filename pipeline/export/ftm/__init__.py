"""A run as FollowTheMoney: entities, statements with their grounds, and a report of what has no place there."""

from pipeline.export.ftm.write import Outcome, write_ftm

__all__ = ["Outcome", "write_ftm"]
