"""Tests of cotw.models.exported and cotw.models.export: the real conversion, in its own process."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from cotw.errors import DiskTrouble, ModelMissing
from cotw.models import bundled
from cotw.models.embedding import OnnxEmbedder, load_embedder, needs_export
from cotw.models.exported import (
    CARD_FILE,
    MODEL_FILE,
    QUESTION_FILE,
    TOKENIZER_FILE,
    Card,
    ExportedEncoder,
    ensure_export,
    find_export,
)
from cotw.models.sources import find_source
from tests.models import tiny_model as tiny

pytestmark = [pytest.mark.slow, pytest.mark.encoder]
NOBODY = "http://127.0.0.1:9"  # where no hub answers
ROOT = Path(__file__).resolve().parents[2]


def leftovers(cache: Path) -> list[str]:
    return sorted(path.name for path in cache.iterdir() if path.is_dir() and path.name.startswith("."))


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny model that no test of this module changes."""
    return tiny.write_tiny_model(tmp_path_factory.mktemp("exported") / "tiny-model")


@pytest.fixture(scope="module")
def exported(model: Path) -> ExportedEncoder:
    """Its export, which no test changes either."""
    return ensure_export(str(model), model.parent / "cache")


def copied(exported: ExportedEncoder, cache: Path, name: str | None = None) -> Path:
    """A copy of the export in another cache; returns its folder."""
    return Path(shutil.copytree(exported.folder, cache / (name or exported.folder.name)))


def test_a_model_from_a_folder_is_exported_with_its_prompts(exported: ExportedEncoder) -> None:
    """Its own pooling, limit and prompts are kept, and chunks leave room for the prompt."""
    encoder = OnnxEmbedder(exported)
    assert (encoder.name, encoder.dimension, encoder.max_pieces) == ("tiny-model", tiny.WIDTH, tiny.PIECES)
    assert encoder.embed_query("words") @ encoder.embed_documents(["words"])[0] < 0.999
    chunks = encoder.split("word " * 100)
    lengths = [encoder.count_pieces(tiny.DOCUMENT_PROMPT + chunk) + 2 for chunk in chunks]
    assert tiny.PIECES // 2 < max(lengths) <= tiny.PIECES


def test_an_export_is_private(exported: ExportedEncoder) -> None:
    """Folders 0700, files 0600, whatever the umask was."""
    for folder in (exported.folder, exported.folder.parent):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in exported.folder.iterdir()} == {0o600}


def test_an_export_is_made_once(model: Path, exported: ExportedEncoder) -> None:
    """The second loading finds it and writes nothing, not even a lock."""
    cache = exported.folder.parent
    before = [(path, path.stat().st_mtime_ns) for path in sorted(cache.rglob("*"))]
    assert load_embedder(str(model), cache).version == exported.card.version
    assert [(path, path.stat().st_mtime_ns) for path in sorted(cache.rglob("*"))] == before


def test_a_model_that_changed_is_exported_anew(
    exported: ExportedEncoder, tiny_model: Path, tmp_path: Path
) -> None:
    """Other weights at the same path give another version, and the old export goes."""
    cache = tmp_path / "cache"
    old = copied(exported, cache, find_source(str(tiny_model)).export_folder)
    assert not needs_export(str(tiny_model), cache)
    other = tiny.write_tiny_model(tmp_path / "other", seed=2)
    os.replace(other / "model.safetensors", tiny_model / "model.safetensors")
    assert needs_export(str(tiny_model), cache)
    assert ensure_export(str(tiny_model), cache).card.version != exported.card.version
    assert not old.exists()


def test_a_truncated_export_is_not_believed(model: Path, exported: ExportedEncoder, tmp_path: Path) -> None:
    """One byte less in any of its files: it has to be made anew."""
    for number, name in enumerate((MODEL_FILE, QUESTION_FILE, TOKENIZER_FILE, CARD_FILE)):
        cache = tmp_path / str(number)
        folder = copied(exported, cache)
        assert not needs_export(str(model), cache)
        (folder / name).write_bytes((folder / name).read_bytes()[:-1])
        assert needs_export(str(model), cache)


def test_an_unreadable_export_is_one_error_and_then_made_anew(
    model: Path, exported: ExportedEncoder, tmp_path: Path
) -> None:
    """Files of the right size with something else in them are seen when opened."""
    for name, use in (
        (MODEL_FILE, OnnxEmbedder.embed_documents),
        (QUESTION_FILE, OnnxEmbedder.embed_query),
        (TOKENIZER_FILE, OnnxEmbedder.split),
    ):
        cache = tmp_path / name
        file = copied(exported, cache) / name
        file.write_bytes(b"\xff" * file.stat().st_size)
        with pytest.raises(ModelMissing, match=f"{name} is damaged") as caught:
            use(load_embedder(str(model), cache), "x")
        assert "again" in caught.value.hint
        assert needs_export(str(model), cache)


def test_killed_exports_leave_nothing_that_is_believed(tiny_model: Path, tmp_path: Path) -> None:
    """Whoever asked is killed: its child ends too. Then two ask at once: one exports, the other waits."""
    cache = tmp_path / "cache"
    kill_while_exporting(tiny_model, cache, when=lambda: True)
    kill_while_exporting(tiny_model, cache, when=lambda: bool(leftovers(cache)))
    assert leftovers(cache) != []
    assert needs_export(str(tiny_model), cache)
    with ThreadPoolExecutor() as pool:
        one, two = pool.map(lambda _: ensure_export(str(tiny_model), cache), range(2))
    assert one == two
    assert OnnxEmbedder(one).embed_query("x").shape == (tiny.WIDTH,)
    assert leftovers(cache) == []


def kill_while_exporting(model: Path, cache: Path, when: Callable[[], bool]) -> None:
    """Starts a process that wants an export, kills it when its child runs and `when` is true."""
    program = (
        "import sys; from pathlib import Path; from cotw.models.exported import ensure_export\n"
        "ensure_export(sys.argv[1], Path(sys.argv[2]))"
    )
    asking = subprocess.Popen([sys.executable, "-c", program, str(model), str(cache)], cwd=ROOT)
    deadline = time.monotonic() + 120
    children: list[psutil.Process] = []
    while not (children and when()) and time.monotonic() < deadline:
        children = children or psutil.Process(asking.pid).children()
        time.sleep(0.005)
    asking.send_signal(signal.SIGKILL)
    asking.wait()
    assert children
    _, alive = psutil.wait_procs(children, timeout=20)
    assert alive == []


def test_an_unknown_name_is_one_clear_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hub name that is not on this machine, without a network, even beside a folder of that name."""
    monkeypatch.setenv("HF_ENDPOINT", NOBODY)
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hub"))
    tiny.write_tiny_model(tmp_path / "lookalike")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ModelMissing, match="neither on this machine nor could it be downloaded") as caught:
        load_embedder("lookalike", tmp_path / "cache")
    assert bundled.NAME in caught.value.hint
    assert leftovers(tmp_path / "cache") == []


def test_a_model_of_the_hub_is_known_by_the_digests_of_its_files(
    exported: ExportedEncoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the hub's client has in its cache is exported, offline, and has the version of the same files."""
    monkeypatch.setenv("HF_ENDPOINT", NOBODY)
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hub"))
    kept = tmp_path / "hub" / "hub" / "models--org--tiny-model"
    (kept / "snapshots").mkdir(parents=True)
    (kept / "refs").mkdir()
    (kept / "refs" / "main").write_text("0" * 40)
    tiny.write_tiny_model(kept / "snapshots" / ("0" * 40))
    found = ensure_export("org/tiny-model", tmp_path / "cache")
    assert found.card.name == "org/tiny-model"
    assert found.card.version == exported.card.version


def test_a_folder_without_a_model_is_one_clear_sentence(tiny_model: Path, tmp_path: Path) -> None:
    """Neither a traceback nor the talk of a library: a sentence with the folder and a hint."""
    (tiny_model / "config.json").write_text("{")
    with pytest.raises(ModelMissing, match="cannot be loaded") as caught:
        load_embedder(str(tiny_model), tmp_path / "cache")
    assert len(str(caught.value).splitlines()) == 1
    assert caught.value.hint
    assert leftovers(tmp_path / "cache") == []


def test_a_child_that_dies_without_a_word_is_an_error(
    tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever ends the child, the person reads one sentence."""
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(ModelMissing, match="exit status 1"):
        ensure_export(str(tiny_model), tmp_path / "cache")


def test_a_cache_that_cannot_be_written_is_an_error(tiny_model: Path, tmp_path: Path) -> None:
    """A file where the cache folder should be: one sentence, before anything heavy is started."""
    (tmp_path / "cache").write_text("")
    with pytest.raises(DiskTrouble):
        ensure_export(str(tiny_model), tmp_path / "cache")


def test_cards_are_written_and_read(tmp_path: Path) -> None:
    """parse∘render is the identity for cards."""
    card = Card("n", "0" * 12, 3, 4, "q: ", "", ("input_ids",), {"a": "b"}, {"c": 1})
    assert Card.from_json(card.to_json()) == card
    folder = tmp_path / find_source(bundled.NAME).export_folder
    folder.mkdir()
    (folder / CARD_FILE).write_bytes(b"[]")
    assert find_export(bundled.NAME, tmp_path) is None
