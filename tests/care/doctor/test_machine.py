"""What the doctor says of Python, packages and the encoder."""

from __future__ import annotations

import platform
from pathlib import Path

import pytest

from cotw.care.doctor import machine
from cotw.care.doctor.machine import examine_encoder, examine_python, unmet
from cotw.errors import ModelMissing
from cotw.models import bundled
from cotw.models.sources import find_source
from tests.care.homes import workshop


def test_a_machine_that_can_run_the_tests_has_nothing() -> None:
    """The one this runs on is in order."""
    assert list(examine_python()) == []


def test_a_processor_without_databases_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """An unknown processor is told by the name that the system gives it."""
    monkeypatch.setattr(platform, "machine", lambda: "mips")
    assert [one.sentence for one in examine_python()] == [
        "the processor mips is none that the databases are published for"
    ]


def test_packages_that_are_missing_or_of_another_version_are_named() -> None:
    """What is met, and what belongs to an extra or to another system, is passed over."""
    lines = [
        "typer>=0.29",
        "typer<0.1",
        "no-such-package>=1",
        "pytest<1; extra == 'dev'",
        "no-such-package; sys_platform == 'nowhere'",
    ]
    found = [one.sentence for one in unmet(lines)]
    assert found[1:] == ["the package no-such-package is not installed"]
    assert found[0].startswith("typer ")
    assert found[0].endswith("is installed and <0.1 is needed")


def test_half_an_export_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of the encoder that lacks files is told of; without any folder there is nothing to tell."""
    monkeypatch.setattr(machine, "encoder_folder", lambda: tmp_path)
    memory = workshop(tmp_path / "home")
    assert list(examine_encoder(memory)) == []
    (tmp_path / find_source(bundled.NAME).export_folder).mkdir()
    assert [one.area for one in examine_encoder(memory)] == ["encoder"]


def test_altered_weights_are_an_error_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Weights that are not the published ones are found out by their digest."""
    for name in bundled.DIGESTS:
        (tmp_path / name).write_bytes(b"altered")
    monkeypatch.setattr(bundled, "model_folder", lambda: tmp_path)
    with pytest.raises(ModelMissing, match="altered"):
        list(examine_encoder(workshop(tmp_path / "home")))
