"""Settings: defaults < file < environment < flags; unknown names are errors that help."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cotw.config import Loaded, changed_file, load, set_value
from cotw.errors import ConfigError
from cotw.home import config_text
from cotw.settings import Config


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "config.yaml"
    path.write_text(config_text("Mira", "Europe/Berlin"))
    return path


def test_a_new_config_file_is_valid_and_changes_only_what_was_chosen(path: Path) -> None:
    """Everything else stands there as a comment with its default."""
    loaded = load(path, {})
    assert set(loaded.origins) == {"home.name", "home.timezone"}
    assert loaded.config.recall == Config().recall
    for setting in loaded.settings():
        assert setting.name.split(".")[1] in path.read_text()


def test_every_commented_default_is_the_default(path: Path) -> None:
    """Taking all comment marks away changes nothing."""
    path.write_text(re.sub(r"(?m)^  # (\w+: )", r"  \1", path.read_text()))
    assert len(load(path, {}).origins) == len(list(load(path, {}).settings()))
    assert load(path, {}).config.model_dump(exclude={"home"}) == Config().model_dump(exclude={"home"})


def test_flags_beat_environment_beats_file_beats_default(path: Path) -> None:
    """And every value says where it came from."""
    set_value(path, "recall.limit", "7")
    environment = {"COTW_RECALL__RRF_K": "20", "COTW_RECALL__LIMIT": "8", "COTW_HOME": "/x", "HOME": "/y"}
    loaded = load(path, environment, {"recall.limit": 9})
    assert (loaded.config.recall.limit, loaded.config.recall.rrf_k) == (9, 20.0)
    origins = {setting.name: setting.origin for setting in loaded.settings()}
    assert origins["recall.limit"] == "flag"
    assert origins["recall.rrf_k"] == "environment"
    assert origins["home.name"] == "config.yaml"
    assert origins["recall.candidates"] == "default"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("recal:\n  limit: 3\n", "recal"),
        ("recall:\n  limits: 3\n", "recall.limits"),
        ("recall:\n  limit: many\n", "recall.limit from the config.yaml"),
        ("recall:\n  limit: -1\n", "recall.limit"),
        ("home:\n  timezone: Mars/Olympus\n", "Mars/Olympus"),
        ("recall: 3\n", "should hold settings"),
        ("- a\n- b\n", "should hold sections"),
        ("recall:\n\tlimit: 3\n", "not valid YAML"),
        ("{" * 5000, "not valid YAML"),
        ("3: 4\n", "3"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_in_one_sentence(path: Path, text: str, sentence: str) -> None:
    """With a hint, and never with a traceback."""
    path.write_text(text)
    with pytest.raises(ConfigError) as caught:
        load(path, {})
    assert sentence in caught.value.message
    assert caught.value.hint


def test_an_unknown_name_is_told_the_nearest_one(path: Path) -> None:
    """From the file and from the environment alike."""
    with pytest.raises(ConfigError) as caught:
        load(path, {"COTW_RECALL__LIMITS": "3"})
    assert "recall.limit?" in caught.value.hint


def test_setting_a_value_keeps_comments_and_order(path: Path) -> None:
    """A file that a person wrote stays theirs."""
    path.write_text("# mine\nrecall:   # about asking\n  limit: 3  # few\nhome:\n  name: Mira\n")
    assert changed_file(path, "recall.limit", "4").decode() == path.read_text().replace(
        "limit: 3", "limit: 4"
    )


def test_an_invalid_value_leaves_the_file_as_it_was(path: Path) -> None:
    """`config set` checks before it writes."""
    before = path.read_bytes()
    for name, value in (("recall.limit", "none"), ("recall.nothing", "1"), ("home.timezone", "X/Y")):
        with pytest.raises(ConfigError):
            set_value(path, name, value)
    assert path.read_bytes() == before


@given(st.text(max_size=200))
def test_arbitrary_text_in_the_file_never_gives_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    """Either it is a configuration or it is a ConfigError."""
    path = tmp_path_factory.mktemp("c") / "config.yaml"
    path.write_text(text, "utf-8", "surrogatepass")
    with suppress(ConfigError):
        assert isinstance(load(path, {}), Loaded)


@pytest.mark.parametrize("hour", ["22:30", "06:00", "10:00"])
def test_an_hour_needs_no_quotes(path: Path, hour: str) -> None:
    """YAML takes 22:30 for a number; in the file, in a variable and as it is set it is an hour."""
    path.write_text(f"home:\n  timezone: Etc/UTC\nnightshift:\n  begins: {hour}\n")
    assert load(path, {}).config.nightshift.begins == hour
    path.write_text("home:\n  timezone: Etc/UTC\n")
    assert load(path, {"COTW_NIGHTSHIFT__ENDS": "21:45"}).config.nightshift.ends == "21:45"
    set_value(path, "nightshift.begins", hour)
    assert hour in path.read_text()
    assert load(path, {}).config.nightshift.begins == hour
