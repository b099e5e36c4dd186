"""Which money a word meant on a day: "lira" of Turkey before and after the reform of 2005, "francs" since the euro."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pipeline.values.tables import load_tables

if TYPE_CHECKING:
    from datetime import date

    from pipeline.values.tables import Era


def code_on(code: str, day: date, *, guessed: bool = True) -> str:
    """The code of the money that was in use on a day under the name of another.

    Args:
        code: what the printed words give today.
        day: of the article.
        guessed: the words name no country, so that money given up since cannot be meant.

    Example:
        >>> from datetime import date
        >>> code_on("TRY", date(1991, 8, 12)), code_on("TRY", date(2020, 1, 1))
        ('TRL', 'TRY')
    """
    for era in _eras().get(code, ()):
        if (era.until is None or day <= era.until) and (era.since is None or (guessed and day >= era.since)):
            return code_on(era.means, day, guessed=guessed)
    return code


@cache
def _eras() -> dict[str, list[Era]]:
    found: dict[str, list[Era]] = {}
    for era in load_tables().eras:
        found.setdefault(era.code, []).append(era)
    return found
