"""States by the names of those who serve them."""

from __future__ import annotations

import pytest

from pipeline.document import Chain
from pipeline.extract.leaders import led_states


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("Bob Hawke", {"AU"}),
        ("Nicolás Maduro", {"VE"}),
        ("Reagan", {"US"}),
        ("Gareth Hawke-Lind", set()),
        # A full name that the tables know decides, though the surname is another leader's too.
        ("Rajiv Gandhi", {"IN"}),
        ("Francisco Fernandez Ordonez", {"ES"}),
    ],
)
def test_a_name_tells_the_state(name: str, codes: set[str]) -> None:
    assert led_states(Chain("e1", "Person", name, [])) == codes
