"""Tests of cotw.models.sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from cotw.errors import ModelMissing
from cotw.models import bundled
from cotw.models.sources import Origin, find_source, model_files


def test_both_names_of_the_bundled_encoder_mean_it() -> None:
    """With and without its organisation the bundled name is the bundled encoder, and one export."""
    sources = {find_source(name) for name in bundled.ALIASES}
    assert len(sources) == 1
    assert sources.pop().origin is Origin.BUNDLED


def test_a_path_is_told_from_a_name_by_how_it_begins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only `/`, `.` and `~` make a path: a folder that bears a model's name does not change its meaning."""
    (tmp_path / "org" / "model").mkdir(parents=True)
    (tmp_path / "org" / "model" / "config.json").write_text("{}")
    monkeypatch.chdir(tmp_path)
    assert find_source("org/model").origin is Origin.HUB
    assert find_source("./org/model").origin is Origin.FOLDER
    assert find_source(str(tmp_path / "org" / "model")) == find_source("./org/model")


def test_a_path_that_is_not_there_is_one_clear_sentence(tmp_path: Path) -> None:
    """A missing folder or one without a model is an error with a hint, before anything heavy is loaded."""
    for folder in (tmp_path / "nothing", tmp_path):
        with pytest.raises(ModelMissing, match="no model in the folder") as caught:
            find_source(str(folder))
        assert bundled.NAME in caught.value.hint


def test_a_changed_file_asks_for_a_new_export(tiny_model: Path) -> None:
    """The export's name changes with any file of the model, and with nothing else."""
    before = find_source(str(tiny_model))
    folder = before.export_folder
    (tiny_model / ".git").mkdir()
    (tiny_model / ".git" / "index").write_text("x")
    (tiny_model / "onnx").mkdir()
    (tiny_model / "onnx" / "model.onnx").write_text("x")
    assert find_source(str(tiny_model)).export_folder == folder
    (tiny_model / "modules.json").write_text((tiny_model / "modules.json").read_text() + " ")
    assert find_source(str(tiny_model)).export_folder != folder
    assert find_source(str(tiny_model)).folder_prefix == before.folder_prefix


def test_names_of_exports_are_plain(tmp_path: Path) -> None:
    """Whatever a model is called, its export's folder is a plain name of letters, digits and hyphens."""
    odd = tmp_path / "Modell № 1.5 (ä) .."
    odd.mkdir()
    (odd / "modules.json").write_text("[]")
    for name in (str(odd), "org/name.v1_5", "x" * 300):
        folder = find_source(name).export_folder
        assert folder.replace("-", "").isalnum()
        assert folder.isascii()
        assert len(folder) < 100


def test_other_formats_of_the_same_weights_do_not_count(tiny_model: Path) -> None:
    """Files of other runtimes and hidden files are not part of the model."""
    names = {str(path.relative_to(tiny_model)) for path in model_files(tiny_model)}
    assert {"model.safetensors", "1_Pooling/config.json"} <= names
