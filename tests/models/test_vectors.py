"""Tests of cotw.models.vectors."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from cotw.errors import DiskTrouble
from cotw.models.vectors import VectorCache, text_digest

ROOT = Path(__file__).resolve().parents[2]
VERSION = "0123456789ab"
# Stores one vector after the other for ever; the number of the last one stored goes to stdout.
STORING = """
import sys; from pathlib import Path; import numpy as np
from cotw.models.vectors import VectorCache, text_digest
path, first = Path(sys.argv[1]), int(sys.argv[2])
with VectorCache(path) as cache:
    for number in range(first, first + int(sys.argv[3])):
        cache.store("0123456789ab", {text_digest(str(number)): np.full(384, number, np.float32)})
        print(number, flush=True)
"""


def rows(*numbers: int) -> dict[bytes, np.ndarray]:
    return {text_digest(str(number)): np.full(384, number, np.float32) for number in numbers}


def storing(path: Path, first: int, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", STORING, str(path), str(first), str(count)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "vectors.sqlite"


def test_what_was_stored_is_fetched_bit_by_bit(path: Path) -> None:
    """Vectors come back exactly; unknown digests and other encoders have none."""
    vector = np.random.default_rng(1).normal(size=384).astype(np.float32)
    key = text_digest("text")
    with VectorCache(path) as cache:
        cache.store(VERSION, {key: vector})
        found = cache.fetch(VERSION, [key, text_digest("other")])
        assert list(found) == [key]
        np.testing.assert_array_equal(found[key], vector)
        assert cache.fetch("another", [key]) == {}
        assert (cache.count(), cache.count(VERSION), cache.count("another")) == (1, 1, 0)
    with VectorCache(path) as cache:
        assert cache.count() == 1


def test_thousands_are_fetched_at_once(path: Path) -> None:
    """More digests than SQLite takes in one statement."""
    with VectorCache(path) as cache:
        cache.store(VERSION, rows(*range(2000)))
        assert len(cache.fetch(VERSION, rows(*range(3000)))) == 2000


def test_the_first_vector_stays(path: Path) -> None:
    """Storing a text again changes nothing: one version gives one text one vector."""
    key = text_digest("text")
    with VectorCache(path) as cache:
        cache.store(VERSION, {key: np.zeros(3, np.float32)})
        cache.store(VERSION, {key: np.ones(3, np.float32)})
        np.testing.assert_array_equal(cache.fetch(VERSION, [key])[key], np.zeros(3))


def test_digests_of_all_texts_differ() -> None:
    """Lone surrogates and the characters that replace them are different texts."""
    assert len({text_digest(text) for text in ("", " ", "\ud800", "\ufffd", "?", "é", "e\u0301")}) == 7


def test_only_the_owner_can_read_it(path: Path) -> None:
    """The file, its log and the folder are private."""
    with VectorCache(path) as cache:
        cache.store(VERSION, rows(1))
        modes = {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert modes == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_what_is_forgotten_is_nowhere_in_the_files(path: Path) -> None:
    """The bytes of a forgotten vector are overwritten, for every encoder."""
    secret = np.random.default_rng(2).normal(size=384).astype(np.float32)
    key = text_digest("secret")
    with VectorCache(path) as cache:
        cache.store(VERSION, {**rows(1, 2, 3), key: secret})
        cache.store("another", {key: secret})
        assert any(secret.tobytes() in file.read_bytes() for file in path.parent.iterdir())
        assert cache.forget([key, text_digest("unknown")]) == 2
        assert cache.fetch(VERSION, [key]) == {}
        assert cache.count() == 3
        assert not any(secret.tobytes()[:64] in file.read_bytes() for file in path.parent.iterdir())


@pytest.mark.parametrize(
    "content", [b"not a database at all" * 500, b"", b"SQLite format 3\x00" + b"\xff" * 9000]
)
def test_a_file_that_is_no_cache_is_replaced(path: Path, content: bytes) -> None:
    """Whatever stands there: the cache begins anew, silently."""
    path.parent.mkdir()
    path.write_bytes(content)
    with VectorCache(path) as cache:
        assert cache.fetch(VERSION, rows(1)) == {}
        cache.store(VERSION, rows(1))
        assert cache.count() == 1


def test_a_database_of_another_layout_is_replaced(path: Path) -> None:
    """The cache of another version of COTW is not read."""
    path.parent.mkdir()
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE vectors (x)")
    other.execute("PRAGMA user_version = 99")
    other.close()
    with VectorCache(path) as cache:
        cache.store(VERSION, rows(1))
        assert cache.count() == 1


def test_a_table_that_is_gone_is_made_anew(path: Path) -> None:
    """Even under an open cache."""
    with VectorCache(path) as cache:
        cache.store(VERSION, rows(1))
        with sqlite3.connect(path) as other:
            other.execute("DROP TABLE vectors")
            other.execute("PRAGMA user_version = 7")
        other.close()
        cache.store(VERSION, rows(2))
        assert cache.count() == 1


def test_flipped_bytes_never_give_a_wrong_vector(path: Path, tmp_path: Path) -> None:
    """Wherever bytes are damaged: a vector is the right one or is not there, and the cache goes on."""
    with VectorCache(path) as cache:
        cache.store(VERSION, rows(*range(300)))
    source = random.Random(5)
    for turn in range(40):
        damaged = tmp_path / f"{turn}.sqlite"
        shutil.copy(path, damaged)
        with damaged.open("r+b") as stream:
            for _ in range(source.choice([1, 20])):
                stream.seek(source.randrange(path.stat().st_size))
                stream.write(bytes([source.randrange(256)]))
        with VectorCache(damaged) as cache:
            for key, vector in cache.fetch(VERSION, rows(*range(300))).items():
                np.testing.assert_array_equal(vector, rows(int(vector[0]))[key])
            cache.store(VERSION, rows(*range(300, 320)))
            assert len(cache.fetch(VERSION, rows(*range(300, 320)))) == 20


def test_a_damaged_vector_can_be_stored_again(path: Path) -> None:
    """A vector whose checksum is wrong makes room for the right one."""
    (key,) = rows(1)
    with VectorCache(path) as cache:
        cache.store(VERSION, rows(1))
        with sqlite3.connect(path) as other:
            other.execute("UPDATE vectors SET vector = zeroblob(1536)")
        other.close()
        assert cache.fetch(VERSION, [key]) == {}
        cache.store(VERSION, rows(1))
        np.testing.assert_array_equal(cache.fetch(VERSION, [key])[key], rows(1)[key])


def test_a_file_deleted_under_an_open_cache_is_begun_anew(path: Path) -> None:
    """`cache/` may be deleted at any time."""
    with VectorCache(path) as cache:
        cache.store(VERSION, rows(1))
        shutil.rmtree(path.parent)
        cache.store(VERSION, rows(2))
        assert len(cache.fetch(VERSION, rows(2))) == 1
    with VectorCache(path) as cache:
        assert len(cache.fetch(VERSION, rows(2))) == 1


def test_several_threads_share_one_cache(path: Path) -> None:
    """Everything that was stored is there."""
    with VectorCache(path) as cache:
        threads = [threading.Thread(target=lambda at=at: cache.store(VERSION, rows(at))) for at in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert cache.count() == 20


@pytest.mark.slow
def test_several_processes_share_one_file(path: Path) -> None:
    """Begun at once on no file, read beside it: nothing stored is lost, nobody sees an error."""
    writers = [storing(path, first, 100) for first in range(0, 800, 100)]
    with VectorCache(path) as cache:
        while any(writer.poll() is None for writer in writers):
            cache.fetch(VERSION, rows(*range(800)))
        assert [writer.wait() for writer in writers] == [0] * 8
        assert cache.count() == 800
    for writer in writers:
        assert writer.stdout is not None
        writer.stdout.close()


@pytest.mark.slow
def test_kill_9_loses_nothing_that_was_stored(path: Path) -> None:
    """Whatever a killed process had stored is there, whole."""
    source = random.Random(3)
    first = 0
    for _ in range(8):
        writer = storing(path, first, 1_000_000)
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(source.uniform(0.0, 0.1))
        writer.send_signal(signal.SIGKILL)
        said = writer.stdout.read().split()
        writer.wait()
        writer.stdout.close()
        last = int(said[-1]) if said else first
        with VectorCache(path) as cache:
            found = cache.fetch(VERSION, rows(*range(first, last + 1)))
        assert len(found) == last + 1 - first
        first = last + 2


def test_a_full_disk_is_one_clear_error_and_loses_nothing(path: Path) -> None:
    """What could not be stored is an error, what was stored before stays."""
    program = f"""
import resource, signal, sys
from pathlib import Path
import numpy as np
from cotw.errors import DiskTrouble
from cotw.models.vectors import VectorCache, text_digest
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
cache = VectorCache(Path({str(path)!r}))
cache.store("{VERSION}", {{text_digest("0"): np.zeros(384, np.float32)}})
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    cache.store("{VERSION}", {{text_digest(str(n)): np.zeros(384, np.float32) for n in range(1, 500)}})
except DiskTrouble as error:
    assert error.hint and len(str(error).splitlines()) == 1
    sys.exit(7)
"""
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 7
    with VectorCache(path) as cache:
        assert cache.count() == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_that_cannot_be_written_is_one_clear_error(path: Path) -> None:
    """No traceback of SQLite."""
    path.parent.mkdir(mode=0o500)
    with pytest.raises(DiskTrouble):
        VectorCache(path).count()


def test_a_place_that_cannot_be_is_one_clear_error(tmp_path: Path) -> None:
    """A file where the folder should be, a folder where the file should be."""
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    for place in (tmp_path / "file" / "vectors.sqlite", tmp_path / "folder"):
        with pytest.raises(DiskTrouble):
            VectorCache(place).count()
