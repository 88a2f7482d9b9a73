"""Whatever happens to what builds keep, and to what they have built, the next publish is what a clean build makes."""

import random
from pathlib import Path

import pytest
from PIL import Image

from tests.damage.trial import DAMAGES
from tests.site.small_site import article
from tests.walks.walk import Walk

QUICK = 5
ALL = 58
KINDS = ("staging/**/*", ".cache/store/*", ".cache/store/templates/*", ".cache/*.json", "kept/**/*")
HAPPEN = ("flip", "flip", "zero", "cut", "go")


@pytest.fixture
def walk(tmp_path) -> Walk:
    """A site with a picture, which is live."""
    made = Walk(tmp_path)
    picture = made.content / "images/desk.png"
    picture.parent.mkdir(exist_ok=True)
    Image.linear_gradient("L").resize((700, 300)).save(picture)
    made.write(
        "articles/2026/desk.md", article("A desk", "2026-02-02 08:00", "Pay", "![A desk](/images/desk.png)")
    )
    made.publish()
    return made


def run(seeds, walk: Walk) -> None:
    for seed in seeds:
        lot = random.Random(seed)  # noqa: S311 - the same every time
        done = [damage(walk.root, lot) for _ in range(lot.choice((1, 1, 3)))]
        if lot.random() < 0.6:
            walk.write(
                "articles/2026/desk.md",
                article("A desk", "2026-02-02 08:00", "Pay", f"![A desk](/images/desk.png)\n\nIt is {seed}."),
            )
        try:
            walk.publish(*(["--fresh"] if lot.random() < 0.1 else []))
        except AssertionError as error:
            pytest.fail(f"seed {seed}: {done}: {error}")


def damage(root: Path, lot: random.Random) -> str:
    """One file that a build has left."""
    found = sorted(path for path in root.glob(lot.choice(KINDS)) if path.is_file() and path.suffix != ".lock")
    if not found:
        return "nothing"
    path, name = lot.choice(found), lot.choice(HAPPEN)
    DAMAGES[name](path, lot)
    return f"{name}: {path.relative_to(root)}"


def test_a_publish_heals_what_builds_keep(walk):
    """Pictures, cards, records, templates, manifests, and the folder that is built into."""
    run(range(QUICK), walk)


@pytest.mark.slow
def test_a_publish_heals_whatever_builds_keep(walk):
    """The same, and oftener."""
    run(range(QUICK, ALL), walk)
