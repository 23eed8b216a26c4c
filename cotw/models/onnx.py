"""Importing ONNX Runtime without its telemetry.

Since 1.29 its builds for Linux collect which process runs which model, keep that in the user's cache folder
and send it to their maker, unless a variable says no before they are imported. Nothing of a person's memory
leaves the machine, nor word of it.
"""

from __future__ import annotations

import os
from typing import Any

# There is a call too, but what is told of the process has been noted by then.
_SILENCE = "ORT_DISABLE_TELEMETRY"


def import_onnxruntime() -> Any:
    """The module `onnxruntime`."""
    os.environ[_SILENCE] = "1"
    import onnxruntime

    return onnxruntime
