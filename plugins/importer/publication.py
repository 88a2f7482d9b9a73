"""What is known of the publication that somebody moves into, and its own Markdown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markdown import Markdown

from plugins.front_matter import Customs
from plugins.site.content import Layout


@dataclass(frozen=True)
class Publication:
    """What is known of the publication that somebody moves into."""

    content: Path
    settings: Mapping[str, Any]
    customs: Customs
    layout: Layout


def renderer(settings: Mapping[str, Any], customs: Customs) -> Callable[[str], str]:
    """The publication's own Markdown."""
    configs = {**settings["MARKDOWN"]["extension_configs"], "plugins.glossary.markdown": {"customs": customs}}
    parser = Markdown(extensions=list(configs), extension_configs=configs, output_format="html")

    def render(text: str) -> str:
        return parser.reset().convert(text)

    return render
