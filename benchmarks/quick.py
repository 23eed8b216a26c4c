"""The floors that every change has to stay above: each a ratio within one run, or a share of questions.

    python -m benchmarks.quick

Small and quick, for `make test`: they notice what breaks. What is claimed is measured by the same programs
at full size and written down in benchmarks/RESULTS.md. Floors leave room for a busy machine.
"""

from __future__ import annotations

import subprocess
import sys

FLOORS = (
    ("benchmarks.startup", "--rounds", "9", "--floor", "1.3"),
    ("benchmarks.importing", "--megabytes", "24", "--rounds", "3", "--floor", "4.5"),
    ("benchmarks.indexing", "--exchanges", "150", "--large", "1000", "--more", "5", "--floor", "1.5"),
    ("benchmarks.sample_recall", "--floor", "0.8"),
    ("benchmarks.labelled_recall", "--floor", "0.85"),
    ("benchmarks.open_threads", "--half", "reporting", "--floor", "0.85", "0.80"),
    ("benchmarks.stability", "--half", "reporting", "--floor", "0.90", "0.75"),
)


def main() -> int:
    failed = []
    for module, *arguments in FLOORS:
        print(f"\n--- {module.removeprefix('benchmarks.')} {' '.join(arguments)}", flush=True)
        if subprocess.run([sys.executable, "-m", module, *arguments], check=False).returncode:
            failed.append(module)
    for module in failed:
        print(f"below its floor: {module}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
