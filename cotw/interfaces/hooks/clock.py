"""The time of a hook: what time it is, and how long this process has been there.

An agent waits from the moment it starts the process, and a good part of that is gone before a line of ours
has run.
"""

from __future__ import annotations

import os
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

_FIRST_LINE = time.monotonic()
# Who is older has not been started for this one call.
_OLDEST_SECONDS = 60.0


def now(environment: Mapping[str, str]) -> float:
    """The seconds since 1970: of `COTW_NOW`, which stands still, or of the system's clock."""
    fixed = environment.get("COTW_NOW")
    if fixed:
        from datetime import UTC, datetime

        try:
            instant = datetime.fromisoformat(fixed.strip())
        except ValueError:
            return time.time()
        return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).timestamp()
    return time.time()


def instant(seconds: float) -> str:
    """RFC 3339 in UTC with milliseconds: 2026-11-20T09:30:00.123Z."""
    milliseconds = int(seconds * 1000 + 0.5)
    whole = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(milliseconds // 1000))
    return f"{whole}.{milliseconds % 1000:03d}Z"


def age_ms() -> float:
    """Milliseconds since this process was started; where the system does not tell, since it runs our code.

    Linux tells the start in hundredths of a second, rounded down: up to 10 ms too much.
    """
    try:
        with open("/proc/self/stat", "rb") as file:
            started = int(file.read(2048).rpartition(b")")[2].split()[19]) / os.sysconf("SC_CLK_TCK")
        age = time.clock_gettime(time.CLOCK_BOOTTIME) - started
    except (OSError, ValueError, IndexError, AttributeError):
        age = -1.0
    if not 0 <= age <= _OLDEST_SECONDS:
        age = time.monotonic() - _FIRST_LINE
    return round(age * 1000, 1)
