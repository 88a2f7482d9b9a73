"""Pelican's writer, with the Output of this build."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pelican.writers import Writer

from plugins.incremental.output import Output
from plugins.incremental.store import Store, store_path


class HouseWriter(Writer):
    """Hands every generator the same Output. Pelican's own pages and feeds are not written: the rooms do that."""

    def __init__(self, output_path: str, settings: dict[str, Any]) -> None:
        super().__init__(output_path, settings)
        store = Store(store_path(Path(settings["STORE"]), Path(output_path)))
        self.was_cut_short = store.begin_outputs()
        touched = settings.get("TOUCHED")
        self.output = Output(Path(output_path), store.groups(), touched() if touched else None)
        store.close()

    def write_file(self, *args: Any, **kwargs: Any) -> None:
        """Nothing."""

    def write_feed(self, *args: Any, **kwargs: Any) -> None:
        """Nothing."""
