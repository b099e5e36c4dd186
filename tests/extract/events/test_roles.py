"""The weighing of parties: what it keeps, gives and takes, and that its weights are learnt and read as they should."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.document import Chain
from pipeline.errors import KnowledgeError
from pipeline.extract.events import roles
from pipeline.extract.events.candidate import Candidate
from pipeline.extract.events.role_features import ROLES
from pipeline.extract.events.roles import RoleModel, RoleWeights, choose, role_model
from pipeline.train.roles import Question, alone, compare, fit

BODY = Chain("e1", "PublicBody", "Harbour Ministry", [])
FIRM = Chain("e2", "Company", "Orlo Mills", [])
ACT = Chain("e3", "Program", "Harbour Act", [])
ACTING, SUFFERING = {"subject": 1.0}, {"object": 1.0}
ROWS = ((BODY, ACTING), (FIRM, SUFFERING), (ACT, {"under": 1.0}))


def mention(**parts: list[str]) -> Candidate:
    return Candidate("rule", "designate", None, None, **parts)  # type: ignore[arg-type]


def weights(name: str, *, bias: float = -3.0, **levels: float) -> RoleWeights:
    return RoleWeights(**{"keep": 0.1, "first": 0.5, "more": 0.6, **levels}, bias=bias, weights={name: 6.0})


def model(**levels: float) -> RoleModel:
    names = ("subject", "object", "under")
    return RoleModel.model_validate(
        {role: weights(name, **levels).model_dump() for role, name in zip(ROLES, names, strict=True)}
    )


def test_an_entity_is_given_the_role_its_features_speak_for() -> None:
    assert choose(mention(), ROWS, model()) == {"authorities": ["e1"], "targets": ["e2"], "programs": ["e3"]}


def test_a_type_that_cannot_play_a_role_is_never_given_it() -> None:
    assert choose(mention(), [(FIRM, ACTING)], model())["authorities"] == []


def test_beside_others_an_entity_needs_a_higher_chance() -> None:
    other = Chain("e4", "Company", "Kest Foods", [])
    rows = [(other, {"object": 0.9}), (FIRM, SUFFERING)]
    assert choose(mention(targets=["e4"]), rows, model(more=0.99))["targets"] == ["e4"]
    assert choose(mention(targets=["e4"]), rows, model(more=0.9))["targets"] == ["e4", "e2"]


def test_the_reading_of_the_rules_goes_only_where_much_speaks_against_it() -> None:
    assert choose(mention(targets=["e2"]), [(FIRM, {})], model(keep=0.01))["targets"] == ["e2"]
    assert choose(mention(targets=["e2"]), [(FIRM, {})], model(keep=0.2))["targets"] == []


def test_nobody_restricts_himself() -> None:
    found = choose(mention(), [(BODY, {"subject": 1.0, "object": 0.7})], model())
    assert (found["authorities"], found["targets"]) == (["e1"], [])


def question(*, rule: bool) -> Question:
    features = {"rule_targets": 1.0} if rule else {}
    rows = ((BODY, {**ACTING}), (FIRM, {**SUFFERING, **features}), (ACT, {"under": 1.0}))
    right = {"authorities": frozenset({"e1"}), "targets": frozenset({"e2"}), "programs": frozenset[str]()}
    given = mention(targets=["e2"] if rule else [])
    wrong = tuple(
        (chain, {"apart": 1.0}) for chain in (Chain("e5", "PublicBody", "A", []), Chain("e6", "Person", "B", []))
    )
    return Question("a", rule, given, (*rows, *wrong), right, dict.fromkeys(ROLES, 0))


def test_what_is_learnt_separates_the_labelled_from_the_others() -> None:
    asked = [question(rule=number % 2 == 0) for number in range(80)]
    under = {role: frozenset({"e3"}) if role == "programs" else frozenset[str]() for role in ROLES}
    asked.append(
        Question("b", True, mention(programs=["e3"]), ((ACT, {"under": 1.0}),), under, dict.fromkeys(ROLES, 0))
    )
    learnt = fit(asked)
    assert learnt.targets.weights["object"] > 0 > learnt.targets.weights["apart"]
    assert learnt == fit(asked)
    table = compare(asked, asked)
    assert table["rules"]["targets"] == (1.0, 0.5, pytest.approx(2 / 3))
    assert table["both"]["targets"][1] == 1.0


def test_the_model_alone_sees_nothing_of_the_rules() -> None:
    seen = {"rule_targets": 1.0, "before*told_targets*same_action": 1.0, "title*no_authorities*type=Person": 1.0}
    assert alone({**seen, "part=object": 1.0}) == {"part=object": 1.0}


@pytest.fixture
def _fresh():
    role_model.cache_clear()
    yield
    role_model.cache_clear()


@pytest.mark.usefixtures("_fresh")
def test_a_wrong_file_of_weights_stops_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "event_roles.json"
    file.write_text('{"authorities": {}}')
    monkeypatch.setattr(roles, "model_path", lambda _: file)
    with pytest.raises(KnowledgeError, match=r"event_roles\.json"):
        role_model()


@pytest.mark.usefixtures("_fresh")
def test_without_weights_the_rules_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roles, "model_path", lambda _: None)
    roles.assign_roles(None, [object()])  # type: ignore[arg-type, list-item]
    assert role_model() is None
