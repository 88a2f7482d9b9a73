"""The preview that follows the author: real builds, real files, real HTTP."""

import re
import signal
import socket
import time
import urllib.request

ARTICLE = "content/articles/2026/one.md"
HEADER = "Title: One\nDate: 2026-03-02\nCategory: Pay\n\n"


def start_preview(start):
    running = start("devserver", "--port", "0")
    running.wait_for("Built in")
    return running


def shows(running, path, text):
    return lambda: text in running.get(path)[1]


def test_a_saved_change_is_shown(project, start, until):
    """Content, theme, settings, and what is new or gone: all without a restart."""
    # given
    running = start_preview(start)
    assert shows(running, "/one/", "First words.")()

    # when
    project.write(ARTICLE, HEADER + "Second words.\n")

    # then
    until(shows(running, "/one/", "Second words."), running=running)

    # and when
    project.write("content/articles/2026/two.md", HEADER.replace("One", "Two") + "More.\n")

    # then
    until(shows(running, "/", ">Two</a>"), running=running)

    # and when
    theme = project.folder / "theme/templates/article.html"
    theme.write_text(theme.read_text().replace("<h1>", "<h1>The new theme: "))

    # then
    until(shows(running, "/one/", "The new theme: One"), running=running)

    # and when
    settings = project.folder / "pelicanconf.py"
    settings.write_text(settings.read_text().replace('"Small"', '"Renamed"'))

    # then
    until(shows(running, "/", "<h1>Renamed</h1>"), running=running)

    # and when
    (project.folder / "content/articles/2026/two.md").unlink()

    # then
    until(lambda: ">Two</a>" not in running.get("/")[1], running=running)


def test_a_mistake_is_shown_in_the_terminal_and_in_the_browser_until_it_is_mended(project, start, until):
    """The page stays readable under it, and nothing has to be started again."""
    # given
    running = start_preview(start)

    # when
    project.write(ARTICLE, "Title: One\nDate: someday\nCategory: Pay\n\nSecond <words>.\n")
    until(shows(running, "/one/", "The sources have faults"), running=running)

    # then
    finding = 'content/articles/2026/one.md:2: "someday" is no date; write it as "2026-11-14 08:00"'
    running.wait_for(re.escape(finding))
    status, page = running.get("/one/")
    assert status == 200
    assert "First words." in page
    assert "<li><code>content/articles/2026/one.md:2</code> &#34;someday&#34; is no date;" in page

    # and when
    project.write(ARTICLE, HEADER + "Third words.\n")
    until(lambda: "desk-problem" not in running.get("/one/")[1], running=running)

    # then
    assert "Third words." in running.get("/one/")[1]


def test_a_build_that_fails_is_shown_too(project, start, until):
    """A mistake in a template has no line of content to point at: everything that was said is shown."""
    # given
    running = start_preview(start)
    template = project.folder / "theme/templates/article.html"
    whole = template.read_text()

    # when
    template.write_text(whole + "{% if %}")
    until(shows(running, "/one/", "The build failed"), running=running)

    # then
    assert "<pre>" in running.get("/one/")[1]

    # and when
    template.write_text(whole)

    # then
    until(lambda: "desk-problem" not in running.get("/one/")[1], running=running)


def test_a_fault_of_the_built_site_is_shown_over_the_new_page(project, start, until):
    """A broken link does not keep an author from reading."""
    # given
    running = start_preview(start)

    # when
    project.write(ARTICLE, HEADER + "Second words, [broken](/none/).\n")

    # then
    until(shows(running, "/one/", "The built site has faults"), running=running)
    page = running.get("/one/")[1]
    assert "Second words" in page
    assert "the link &#34;/none/&#34; leads to nothing" in page


def test_a_project_that_is_broken_from_the_start_shows_why(project, start, until):
    """Before the first good build there is no page to show: the mistake is the page."""
    # given
    project.write(ARTICLE, "Title: One\n\nWords.\n")

    # when
    running = start("devserver", "--port", "0")
    running.wait_for("The sources have faults")

    # then
    status, page = running.get("/any/")
    assert status == 503
    assert "content/articles/2026/one.md:1" in page
    assert "/-desk/desk.js" in page

    # and when
    project.write(ARTICLE, HEADER + "Words.\n")

    # then
    until(shows(running, "/one/", "Words."), running=running)


def test_open_pages_are_told_to_reload(project, start):
    """One message when the page asks, one more after each build."""
    # given
    running = start_preview(start)
    version = re.search(r'data-version="(.*?)"', running.get("/one/")[1])[1]
    with urllib.request.urlopen(running.address + "-desk/events", timeout=180) as events:  # noqa: S310
        first = events.readline().decode().strip()
        events.readline()

        # when
        project.write(ARTICLE, HEADER + "Second words.\n")
        second = events.readline().decode().strip()

    # then
    assert first == f"data: {version}"
    assert second.startswith("data: ")
    assert second != first
    assert second.removeprefix("data: ") in running.get("/one/")[1]


def test_what_makes_the_page_reload_is_in_no_built_file(project, start):
    """It is added to what is sent, never to what is written."""
    # given
    running = start_preview(start)

    # then
    assert "/-desk/desk.js" in running.get("/one/")[1]
    assert running.get("/-desk/desk.js")[0] == 200
    assert running.get("/-desk/other")[0] == 404
    built = list((project.folder / ".cache/preview").rglob("*.html"))
    assert built
    assert not any("-desk" in path.read_text() for path in built)
    assert running.get("/one")[0] == 200, "a folder without its slash is redirected"
    assert running.get("/none/")[0] == 404


def test_saving_during_a_build_starts_it_again(project, start, until):
    """The author sees the last state, not the queue of all states."""
    # given
    running = start_preview(start)

    # when
    for number in range(10):
        project.write(ARTICLE, HEADER + f"Version {number}.\n")
        time.sleep(0.15)

    # then
    until(shows(running, "/one/", "Version 9."), running=running)
    assert running.said.count("Built in") < 10


def test_stopping_stops_everything(project, start):
    """Also with a page open that waits for the next build, and with a build under way."""
    for how in (signal.SIGINT, signal.SIGTERM):
        # given
        running = start_preview(start)
        port = int(running.address.rstrip("/").rpartition(":")[2])
        waiting = urllib.request.urlopen(running.address + "-desk/events", timeout=180)  # noqa: S310
        waiting.readline()
        project.write(ARTICLE, HEADER + f"A build is under way: {how}.\n")
        time.sleep(0.3)

        # when
        code = running.stop(how)

        # then
        assert code == 0
        assert running.said.endswith("\nStopped.\n")
        assert "Traceback" not in running.said
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", port)) != 0
        waiting.close()


def test_regenerate_builds_without_a_server(project, start, until):
    """For authors who look at their files with something else."""
    # given
    running = start("regenerate", "--output", "output")
    running.wait_for("Built in")

    # when
    project.write(ARTICLE, HEADER + "Second words.\n")

    # then
    page = project.folder / "output/one/index.html"
    until(lambda: "Second words." in page.read_text(), running=running)
    assert running.stop() == 0
