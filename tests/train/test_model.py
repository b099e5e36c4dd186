"""The shipped entity model: what its MANIFEST says of it holds, and it is small and fits the base."""

from __future__ import annotations

import hashlib

import pytest
import yaml

from pipeline.records import EntityType
from pipeline.settings import Settings
from pipeline.train.entities import REHEARSED
from tests.conftest import ROOT

FOLDER = ROOT / "models" / "entities"
LARGEST = 25_000_000


def test_the_weights_are_those_of_the_manifest() -> None:
    manifest = yaml.safe_load((FOLDER / "MANIFEST.yml").read_text(encoding="utf-8"))
    weights = (FOLDER / "weights.bin").read_bytes()
    assert manifest["sha256"] == {"weights.bin": hashlib.sha256(weights).hexdigest(), "bytes": len(weights)}
    assert len(weights) <= LARGEST
    assert manifest["licence"]


def test_the_reader_is_that_of_its_manifest() -> None:
    folder = ROOT / "models" / "reader"
    manifest = yaml.safe_load((folder / "MANIFEST.yml").read_text(encoding="utf-8"))
    names = [name for name in manifest["sha256"] if name != "bytes"]
    assert names == ["encoder.onnx", "heads.npz", "pieces.txt"]
    assert [manifest["sha256"][name] for name in names] == [
        hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names
    ]
    assert manifest["sha256"]["bytes"] <= LARGEST
    assert "Apache 2.0" in manifest["licence"]


def test_its_labels_are_types_of_the_record() -> None:
    names = yaml.safe_load((FOLDER / "labels.yml").read_text(encoding="utf-8"))
    assert set(names["labels"]) - set(REHEARSED) <= set(EntityType.__args__)  # type: ignore[attr-defined]
    assert names["base"] == Settings().model


@pytest.mark.model
def test_it_takes_the_place_of_the_stock_one() -> None:
    from pipeline.annotate import load_model

    ours, stock = load_model(Settings().model), load_model(Settings().model, own=False)
    assert "+entities." in ours.meta["version"]
    assert "+entities." not in stock.meta["version"]
    assert {ent.label_ for ent in ours("Kaito Ltd sued Ana Lind in Oslo.").ents} == {"Company", "Person", "Location"}
