"""Whether something falls due: what a timer asks before it publishes. Quick, and silent where nothing does."""

from __future__ import annotations

import argparse
import os
from datetime import UTC, datetime
from pathlib import Path

from plugins.clock import clock
from plugins.incremental.manifest import read_manifest
from plugins.incremental.store import store_path

STORES = Path(".cache/store")
"""Where builds keep what they know."""


def main(arguments: list[str]) -> int:
    """0 and a line where a publish would show what waited for it; 1 where none would, or nothing was ever published."""
    parser = argparse.ArgumentParser(prog="python -m plugins.publish due", description=__doc__)
    parser.add_argument("--public", type=Path, default=Path("public"), help="the folder of releases")
    parser.add_argument("--staging", type=Path, default=Path("staging"), help="what publishes build into")
    options = parser.parse_args(arguments)
    if not (options.public / "current").is_symlink():
        return 1
    kept = store_path(STORES, options.staging).with_suffix(".manifest")
    manifest = read_manifest(kept)
    if manifest is None:
        print(f"Nobody knows what waits, for {kept} cannot be read: publish, and it is known")
        return 0
    if manifest.next_due is None or clock(os.environ).timestamp() < manifest.next_due:
        return 1
    at = datetime.fromtimestamp(manifest.next_due, UTC)
    print(f"Due since {at:%Y-%m-%d %H:%M} UTC")
    return 0


def next_due(staging: Path) -> datetime | None:
    """When the next text of what stands in `staging` falls due; None where none waits, or nobody knows."""
    manifest = read_manifest(store_path(STORES, staging).with_suffix(".manifest"))
    if manifest is None or manifest.next_due is None:
        return None
    return datetime.fromtimestamp(manifest.next_due, UTC)
