"""What an author types: make publish with targets, send, verify, rollback."""

import pytest

from plugins.publish.directory import Directory
from tests.publish.test_whole_publish import SETTINGS, Project
from tests.targets.test_ssh import is_free


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path / "publication")


def test_a_publish_goes_where_the_site_lives(project, host, tmp_path):
    """One that refuses keeps the others from nothing; what it lacks is sent again, a rollback too."""
    # given
    far, other = tmp_path / "far", tmp_path / "other"
    other.write_text("a file")
    targets = [host.address(far, name="prod"), host.address(other, name="stage")]
    hook = ["sh", "-c", "cat > changed.txt"]
    settings = SETTINGS.replace("https://small.example", "")
    project.write("publishconf.py", f"{settings}\nPUBLISH_TARGETS = {targets!r}\nAFTER_PUBLISH = {hook!r}\n")
    cure = "a file stands where the folder should be; move it away, or name another folder"

    # when
    planned = project.publish("--dry-run")
    half = project.publish()

    # then
    live = project.live[0]
    assert planned.returncode == half.returncode == 1
    assert is_free(far)
    assert cure in planned.stderr
    assert "Would send to prod: 5 files, the first release there (one switch" in planned.stdout
    assert f"prod: {live} is live, " in half.stdout
    assert half.stderr.splitlines()[0] == f"Released here as {live}, but not everywhere:"
    assert cure in half.stderr
    assert half.stderr.endswith("\n  to send it again: make send TARGET=stage\n")
    assert Directory(far).current_id() == live
    assert not (project.folder / "changed.txt").exists()

    # when
    other.unlink()
    sent = project.run("send", "stage")
    project.write("content/articles/one.md", "Title: One\nDate: 2026-03-02\nCategory: Pay\n\nOther words.\n")
    again = project.publish()
    looked = project.run("verify")

    # then
    assert sent.stdout.startswith(f"stage: {live} is live, ")
    assert again.returncode == looked.returncode == 0, again.stderr + looked.stderr
    assert (project.folder / "changed.txt").read_text() == "/2026/one/\n"
    assert looked.stdout == "".join(
        f"{name}: {project.live[0]}, as it was sealed\n" for name in ("prod", "stage")
    )

    # when
    back = project.run("rollback", "--now", "2026-03-03T08:00:00Z")
    (far / "current/2026/one/index.html").write_text("damaged")
    found = project.run("verify", "prod")

    # then
    assert Directory(far).current_id() == Directory(other).current_id() == live
    assert back.stdout.splitlines()[1:] == [
        f"{name}: {live} is live, 0 files sent" for name in ("prod", "stage")
    ]
    assert found.stderr == f"prod: {far}/current is not what was sent: 2026/one/index.html\n"


def test_settings_that_cannot_be_read_do_not_stand_in_the_way_of_a_rollback(project):
    """It is needed when something is wrong."""
    # given
    project.publish()
    first = project.live[0]
    project.write("content/articles/one.md", "Title: One\nDate: 2026-03-02\nCategory: Pay\n\nOther words.\n")
    project.publish()
    project.write("publishconf.py", "PUBLISH_TARGETS = [\n    'ftp://x',\n")

    # when
    done = project.run("rollback", "--now", "2026-03-03T08:00:00Z")

    # then
    assert done.returncode == 1
    assert done.stderr.startswith("publishconf.py:1: SyntaxError:")
    assert project.live[0] == first


def test_a_second_clone_says_before_and_after_what_it_would_lose(project, tmp_path):
    """A dry run ends as the publish does; with the texts of the first all is well."""
    # given
    settings = f"{SETTINGS.replace('https://small.example', '')}\nPUBLISH_TARGETS = ['file://{tmp_path}/far?name=prod']\n"
    clone = Project(tmp_path / "clone")
    for one in (project, clone):
        one.write("publishconf.py", settings)
    project.write("content/articles/new.md", "Title: New\nDate: 2026-03-02\nCategory: Pay\n\nNew words.\n")
    assert project.publish().returncode == 0
    why = "get its texts (git pull), then publish."
    elsewhere = f"prod: release {project.live[0]} was published there from elsewhere; {why}"

    # when
    planned, half = clone.publish("--dry-run"), clone.publish()
    again = clone.publish()
    clone.write(
        "content/articles/new.md", "Title: New\nDate: 2026-03-02\nCategory: Pay\n\nNew words, better.\n"
    )
    whole = clone.publish()
    old = project.publish()

    # then
    assert planned.returncode == half.returncode == again.returncode == old.returncode == 1
    assert planned.stderr.startswith(
        f"Not published: {elsewhere} As it is, published addresses would answer 404;"
    )
    assert f"\n{elsewhere} As it is, published addresses would answer 404;" in half.stderr
    assert f"\n{elsewhere} To show what is here all the same: make send TARGET=prod\n" in again.stderr
    assert whole.returncode == 0, whole.stderr
    assert Directory(tmp_path / "far").current_id() == clone.live[0]
    assert "was published there from elsewhere" in old.stderr
