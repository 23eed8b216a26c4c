"""Check: does truth still say what it said? Names what is missing, moved, altered or cut, and where."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cotw.errors import UsageError
from cotw.files import from_json
from cotw.store.archive import DayFile
from cotw.store.chain import GENESIS
from cotw.store.check_receipts import check_receipts
from cotw.store.day_file import read_rows, verify_rows
from cotw.store.finding import Finding
from cotw.store.forgetting import DONE, rewritten_files, unfinished
from cotw.store.forgetting import KIND as FORGET
from cotw.store.truth import Truth


@dataclass(frozen=True, slots=True)
class CheckResult:
    """Findings, and how much was looked at (files, bytes)."""

    findings: list[Finding]
    files: int
    size: int


def check_home(
    truth: Truth,
    *,
    read_data: bool,
    against: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> CheckResult:
    """All of `check_truth`, and a comparison with heads kept in the file `against`. Raises UsageError."""
    findings = list(check_truth(truth, read_data=read_data, progress=progress))
    if against is not None:
        findings += compare_heads(truth, kept_heads(against))
    paths = [truth.home.root / file.path for file in truth.archive.day_files()]
    paths += [path for chain in truth.chains().values() for path in chain.files()]
    return CheckResult(findings, len(paths), sum(path.stat().st_size for path in paths))


def check_truth(
    truth: Truth, *, read_data: bool, progress: Callable[[int, int], None] | None = None
) -> Iterator[Finding]:
    """Every finding in the four families of a home.

    Without `read_data` the chains are followed and sealed files are compared by presence and size;
    with it every byte is hashed again, every record compared with its digest, and the messages of the
    receipts are looked up. `progress` is called with bytes done and bytes in all.
    """
    root = truth.home.root
    for chain in truth.chains().values():
        yield from chain.verify(root)
    yield from _compare_with_journal(truth)
    for forgetting in unfinished(truth.decisions(FORGET), until=DONE):
        yield Finding("ledger", forgetting.at, "something is half forgotten; finish it: cotw forget --resume")
    listed = truth.archive.sealed()
    files = truth.archive.day_files()
    yield from _missing(listed, files)
    yield from _unlisted(truth, [file for file in files if not file.is_open and file.path not in listed])
    total = sum((root / file.path).stat().st_size for file in files)
    done = 0
    for file in files:
        path = root / file.path
        if file.is_open:
            yield from verify_rows(file.path, read_rows(path), None)
        elif file.path in listed:
            yield from _sealed(file, path, listed[file.path], read_data)
        done += path.stat().st_size
        if progress:
            progress(done, total)
    if read_data:
        yield from check_receipts(truth)


def heads(truth: Truth) -> dict[str, str]:
    """The digest of the last line of each chain: kept elsewhere, it proves what came before it."""
    return {name: chain.head() for name, chain in truth.chains().items()}


def kept_heads(path: Path) -> dict[str, str]:
    """Heads as `cotw check --anchor --json` printed them. Raises UsageError."""
    try:
        document: Any = from_json(path.read_bytes())
        kept = document["heads"]
        return {str(name): str(digest) for name, digest in kept.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(
            f"{path} does not hold heads: {error}", hint="make such a file with: cotw check --anchor --json"
        ) from error


def compare_heads(truth: Truth, kept: Mapping[str, str]) -> Iterator[Finding]:
    """Names every chain in which a head that was kept elsewhere no longer occurs."""
    forgotten = {name.partition("/")[0] for name in rewritten_files(truth.ledger)}
    for name, chain in truth.chains().items():
        if name in kept and kept[name] not in {GENESIS, *chain.digests()}:
            why = " (it was chained anew by cotw forget)" if name in forgotten else ""
            yield Finding(name, None, f"no longer holds the line whose digest was kept{why}")


def _missing(listed: Mapping[str, object], files: list[DayFile]) -> Iterator[Finding]:
    present = {file.path for file in files}
    for name in listed:
        if name not in present:
            yield Finding(name, None, "is missing")


def _unlisted(truth: Truth, files: list[DayFile]) -> Iterator[Finding]:
    """One whole file that is not listed was sealed by a process killed before it could list it, and
    the next writer lists it. Several, or a damaged one, have another cause."""
    for file in files:
        findings = list(verify_rows(file.path, read_rows(truth.home.root / file.path), None))
        if findings or len(files) > 1:
            yield Finding(
                file.path, None, "is not in the manifest: it was put there, or the manifest was cut"
            )
        yield from findings


def _compare_with_journal(truth: Truth) -> Iterator[Finding]:
    """The journal notes the manifest's head with every import: a manifest cut since is found out."""
    noted = {str(line.record["manifest"]): line for line in truth.journal.read() if "manifest" in line.record}
    missing = noted.keys() - truth.archive.manifest.digests() - {GENESIS}
    for line in (noted[digest] for digest in noted if digest in missing):
        place = f"{line.path.name} line {line.number}"
        yield Finding(
            "archive/manifest.jsonl", None, f"no longer holds the line that the journal noted ({place})"
        )


def _sealed(file: DayFile, path: Path, entry: Mapping[str, object], read_data: bool) -> Iterator[Finding]:
    size = path.stat().st_size
    same_size = size == entry["size"]
    if not read_data:
        if not same_size:
            yield Finding(file.path, None, f"has {size:,} bytes instead of {entry['size']:,}")
        return
    with path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    if sha256 == entry["sha256"]:
        return
    named = list(verify_rows(file.path, read_rows(path), int(str(entry["count"]))))
    yield from named
    if not named:
        yield Finding(file.path, None, "was altered: its digest is not the one in the manifest")
