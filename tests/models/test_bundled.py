"""Tests of cotw.models.bundled."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cotw.errors import ModelMissing
from cotw.models import bundled


def test_the_package_is_found_without_running_its_code() -> None:
    """The model's folder is found while the package itself is never imported."""
    program = (
        "import sys; from cotw.models.bundled import model_folder, PACKAGE; "
        "assert (model_folder() / 'model.safetensors').is_file(); assert PACKAGE not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=Path(__file__).parents[2])


def test_the_installed_files_are_the_published_ones() -> None:
    """Weights, tokenizer and config of the installed package have the digests that are written down."""
    bundled.verify(bundled.model_folder())


def test_a_package_that_is_not_installed_is_one_clear_sentence() -> None:
    """Without the package the error says what to install."""
    with pytest.raises(ModelMissing, match="not installed") as caught:
        bundled.model_folder("a_package_that_nobody_installs")
    assert bundled.DISTRIBUTION in caught.value.hint


@pytest.mark.parametrize("name", sorted(bundled.DIGESTS))
def test_an_altered_or_missing_file_is_named(name: str, tmp_path: Path) -> None:
    """One byte more in any of the files, or no such file: refused, with the file's name and a hint."""
    for other in bundled.DIGESTS:
        (tmp_path / other).symlink_to(bundled.model_folder() / other)
    (tmp_path / name).unlink()
    with pytest.raises(ModelMissing, match=f"lacks its file {name}"):
        bundled.verify(tmp_path)
    (tmp_path / name).write_bytes(b"{} ")
    with pytest.raises(ModelMissing, match=f"altered file: {name}") as caught:
        bundled.verify(tmp_path)
    assert "reinstall" in caught.value.hint
