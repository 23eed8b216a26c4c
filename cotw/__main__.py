"""`python -m cotw`: the same program as `cotw`, for where the scripts folder is not on the PATH."""

from __future__ import annotations

from cotw.commands.app import main

if __name__ == "__main__":
    raise SystemExit(main())
