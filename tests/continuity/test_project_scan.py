"""What the files of a project say is still to be done, and what they must not do to us."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cotw.continuity.project_scan import MOST, project_scan
from cotw.records.open_thread import Openness


def texts(folder: Path) -> list[str]:
    return [one.text for one in project_scan(folder)]


def test_todo_list(tmp_path: Path) -> None:
    """Unticked boxes, points and TODO lines are open; ticked, struck and finished ones and code are not."""
    (tmp_path / "TODO.md").write_text(
        "# Workshop\n- [ ] order bells\n- [x] paint door\n- mend awning\n- ~~sell tandem~~\nTODO: call Paul\n"
        "Some prose.\n```\n- [ ] in code\n```\n## Done\n- sweep\n",
        encoding="utf-8",
    )
    found = project_scan(tmp_path)
    assert [(one.text, one.source) for one in found] == [
        ("order bells", "file:TODO.md#L2"),
        ("mend awning", "file:TODO.md#L4"),
        ("call Paul", "file:TODO.md#L6"),
    ]
    assert {(one.kind, one.speaker) for one in found} == {(Openness.TODO, "TODO.md")}


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("pyproject.toml", "lto = 1  # TODO: pin the parser"),
        ("Cargo.toml", "# FIXME(mara): pin the parser"),
        ("go.mod", "require x v1 // TODO pin the parser"),
        ("package.json", '  "//": "TODO: pin the parser",'),
    ],
)
def test_comments(tmp_path: Path, name: str, line: str) -> None:
    """TODO and FIXME comments of manifests; the words of a name or a value are none."""
    (tmp_path / name).write_text(f'name = "TODO app"\n{line}\n', encoding="utf-8")
    (one,) = project_scan(tmp_path)
    assert (one.text, one.source) == ("pin the parser", f"file:{name}#L2")


def test_masked_and_clean(tmp_path: Path) -> None:
    """Secrets are masked and the lines after them keep their numbers; nothing unseen comes through."""
    key = "-----BEGIN RSA PRIVATE KEY-----\n" + "MIIEow" * 20 + "\n-----END RSA PRIVATE KEY-----"
    token = "ghp_" + "a1B2c3D4e5" * 3 + "f6G7h8"
    (tmp_path / "TODO").write_text(
        f"{key}\n- rotate {token}\n- \x1b[31mred\x07 \u202egnip\u200b\n", encoding="utf-8"
    )
    assert [(one.text, one.source) for one in project_scan(tmp_path)] == [
        ("rotate [secret:github]", "file:TODO#L4"),
        ("red gnip", "file:TODO#L5"),
    ]


def test_links_and_pipes(tmp_path: Path) -> None:
    """A link out of the folder is not followed, one inside is; neither pipe, folder nor ring stops us."""
    project, outside = tmp_path / "project", tmp_path / "secret"
    project.mkdir()
    outside.write_text("- [ ] out of bounds\n", encoding="utf-8")
    (project / "TODO.md").symlink_to(outside)
    (project / "list").write_text("- [ ] inside\n", encoding="utf-8")
    (project / "TODO").symlink_to("list")
    os.mkfifo(project / "go.mod")
    (project / "Cargo.toml").mkdir()
    (project / "package.json").symlink_to("package.json")
    assert texts(project) == ["inside"]


def test_bounded(tmp_path: Path) -> None:
    """So many at most; binary files, endless lines and missing folders give nothing."""
    (tmp_path / "TODO").write_bytes(b"- [ ] a\0b\n")
    (tmp_path / "TODO.md").write_text("- [ ] bells\n" * 50_000, encoding="utf-8")
    assert len(texts(tmp_path)) == MOST
    (tmp_path / "TODO.md").write_text("- [ ] " + "long " * 100_000, encoding="utf-8")
    assert texts(tmp_path) == []
    assert texts(tmp_path / "missing") == []
