"""python -m plugins.desk begin | new | define | status | serve [FOLDER…] | devserver | regenerate"""

from __future__ import annotations

# What only some of the commands need is imported by those: no author waits for the others.
import argparse
import os
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plugins.clock import clock
from plugins.desk.journal import Change, carry_out, finish
from plugins.desk.model import DeskError
from plugins.ending import end_as_by_ctrl_c
from plugins.machine import run
from plugins.site.settings import customs_of, read_settings
from plugins.site.texts import say_count
from plugins.source import AuthorError

if TYPE_CHECKING:
    from plugins.checks.model import Finding, Sources
    from plugins.desk.begin import Question


def main(arguments: list[str] | None = None) -> int:
    end_as_by_ctrl_c()
    try:
        options = _parser().parse_args(arguments)
        if getattr(options, "content", None) and finish(options.content):
            _say("A rename that was interrupted is done now")
        options.run(options)
    except (DeskError, AuthorError) as error:
        print(error, file=sys.stderr)
        return 1
    except (KeyboardInterrupt, EOFError):  # Ctrl-C, and Ctrl-D where something is asked
        _say("\nStopped.")
    return 0


def _begin(options: argparse.Namespace) -> None:
    from plugins.desk.begin import QUESTIONS, begin_publication, read_facts
    from plugins.desk.render import render_begun

    said = {one.variable: os.environ.get(one.variable, "") for one in QUESTIONS}
    said["FOLDER"] = options.folder or said["FOLDER"]
    if sys.stdin.isatty() and not all(said[one.variable] for one in QUESTIONS if one.default is None):
        said = {one.variable: said[one.variable] or _ask(one) for one in QUESTIONS}
    facts = read_facts(said)
    article = begin_publication(facts, clock(os.environ))
    print(render_begun(facts, article))


def _ask(question: Question) -> str:
    from plugins.desk.begin import fault_of

    shown = f" [{question.default}]" if question.default else f', such as "{question.example}"'
    while fault := fault_of(question, text := input(f"{question.asks}{shown}: ").strip()):
        _say(fault)
    return text


def _new(options: argparse.Namespace) -> None:
    from plugins.desk.author import begin_article

    settings = read_settings(options.settings)
    sources = _read(options.content, settings, threads=False)
    authority = settings.get("ID_AUTHORITY", "localhost")
    quoted = _quoted(sources, options.comment)
    path = begin_article(sources, options.title, options.category, _wall_clock(sources), authority, quoted)
    print(f"{path}: write it, then delete its line Status: draft")


def _define(options: argparse.Namespace) -> None:
    from plugins.desk.word import begin_entry, remarks_on
    from plugins.glossary.parts_of_speech import parts_of_speech_of

    settings = read_settings(options.settings)
    sources = _read(options.content, settings, threads=False)
    known, quoted = parts_of_speech_of(customs_of(settings)), _quoted(sources, options.comment)
    path = begin_entry(
        sources, options.head, options.part_of_speech, options.text, _wall_clock(sources), known, quoted
    )
    said = ("done", *remarks_on(sources, path, known)) if options.text else ("write what it means",)
    print(f"{path}: " + "\n".join(said))


def _quoted(sources: Sources, reference: str) -> str:
    if not reference:
        return ""
    from plugins.desk.discussion import quotation

    return quotation(sources, reference)


def _ready(options: argparse.Namespace) -> None:
    from plugins.desk.ready import make_ready
    from plugins.desk.render import render_ready

    settings = read_settings(options.settings)
    sources = _read(options.content, settings)
    ready = make_ready(sources, options.article.strip(), options.at.strip(), customs_of(settings))
    print(render_ready(ready, _site(options)))


def _share(options: argparse.Namespace) -> None:
    import secrets

    from plugins.desk.render import render_shared
    from plugins.desk.share import share

    settings = read_settings(options.settings)
    sources = _read(options.content, settings)
    shared = share(sources, options.article.strip(), customs_of(settings), secrets.token_hex(16))
    print(render_shared(shared, _site(options)))


def _site(options: argparse.Namespace) -> str:
    """Where it is published."""
    return str(read_settings(options.published).get("SITEURL") or "")


def _unshare(options: argparse.Namespace) -> None:
    from plugins.desk.share import unshare

    path = unshare(_read(options.content, read_settings(options.settings)), options.article.strip())
    print(f"{path}: its address is gone with the next make publish")


def _reply(options: argparse.Namespace) -> None:
    from plugins.desk.discussion import write_reply

    settings = read_settings(options.settings)
    sources = _read(options.content, settings, threads=False)
    author = str(settings.get("AUTHOR", ""))
    path = write_reply(sources, options.thread.strip("/ "), options.to.strip(), options.text, author)
    print(f"{path}: make publish shows it")


def _rename(options: argparse.Namespace) -> None:
    from plugins.desk.rename import files_of, rename
    from plugins.desk.rename_list import lists_called, named_by_setting_alone, settings_that_name

    settings = read_settings(options.settings)
    sources, old = _read(options.content, settings), options.old.strip()
    if by_hand := named_by_setting_alone(sources, old, options.new, settings):
        raise DeskError(by_hand)
    renamed = rename(sources, files_of(sources), old, options.new.strip())
    carry_out(options.content, renamed.change)
    named = (settings_that_name(*one, settings) for one in lists_called(sources, old))
    print("\n".join((*filter(None, named), *renamed.said)))


def _fix(options: argparse.Namespace) -> None:
    from plugins.desk.fix import diff_of, fixed
    from plugins.desk.rename import files_of, ledger_of

    settings = read_settings(options.settings)
    sources = _read(options.content, settings)
    texts, authority = files_of(sources).texts, settings.get("ID_AUTHORITY", "localhost")
    changed = fixed(sources, texts, ledger_of(options.content), authority)
    for place, (before, after) in sorted(changed.items()):
        print(diff_of(f"{options.content}/{place}", before, after), end="")
    if not changed:
        print("Nothing to mend that can be mended safely; make check says what else there is")
    elif options.yes or (sys.stdin.isatty() and input("Write this? [y/N] ").strip().lower() in ("y", "yes")):
        carry_out(
            options.content, Change(texts=tuple((place, after) for place, (_, after) in changed.items()))
        )
        print(f"Mended: {say_count(len(changed), 'file')}")
    else:
        print("Nothing is written yet; write make fix YES=1")


def _finish(options: argparse.Namespace) -> None:
    finish(options.content)


def _status(options: argparse.Namespace) -> None:
    from plugins.desk.queue import queue_of
    from plugins.desk.render import render_state, state_as_data
    from plugins.desk.state import state_of
    from plugins.publish.directory import Directory
    from plugins.repository import is_uncommitted
    from plugins.site.ledger_file import LEDGER

    settings = read_settings(options.settings)
    sources, live = _read(options.content, settings), Directory(options.public)
    release = live.current_id()
    texts = (live.known(release).texts if release and live.is_known(release) else ()) or None
    queue = queue_of(options.intake)
    ledger = options.content / LEDGER
    uncommitted = (str(ledger),) if is_uncommitted(ledger) else ()
    state = state_of(sources, live.ledger(), texts, _lacks(sources, settings), queue, uncommitted)
    if options.format == "json":
        print(state_as_data(state))
    elif options.format:
        raise DeskError(f'FORMAT is "{options.format}"; write FORMAT=json, or nothing')
    else:
        print(render_state(state))


def _lacks(sources: Sources, settings: Mapping[str, Any]) -> dict[str, tuple[Finding, ...]]:
    """What each draft lacks."""
    if not any(document.status == "draft" for document in sources.documents):
        return {}
    from plugins.desk.ready import drafts_in, missing

    return missing(sources, drafts_in(sources), customs_of(settings))


def _read(content: Path, settings: Mapping[str, Any], *, threads: bool = True) -> Sources:
    from plugins.checks.kept import KEPT
    from plugins.checks.read import read_sources
    from plugins.site.content import layout_of

    now = clock(os.environ)
    return read_sources(content, now, customs_of(settings, now), layout_of(settings), KEPT, threads=threads)


def _wall_clock(sources: Sources) -> datetime:
    """The time as it is told where the publication is."""
    return sources.now.astimezone(sources.zone)


def _serve(options: argparse.Namespace) -> None:
    from plugins.desk import serving  # only now: to import a server takes as long as other commands take

    serving.serve(options, _say)


def _devserver(options: argparse.Namespace) -> None:
    from plugins.desk import serving

    serving.devserver(options, _say)


def _regenerate(options: argparse.Namespace) -> None:
    from plugins.desk import serving

    serving.regenerate(options, _say)


def _say(text: str) -> None:
    print(text, flush=True)


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise DeskError(f'"{text}" is no port; write PORT=8000, or another number below 65536')
    return int(text)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m plugins.desk", description=__doc__)
    sources = argparse.ArgumentParser(add_help=False)
    sources.add_argument("--content", type=Path, default=Path("content"))
    sources.add_argument("--settings", type=Path, default=Path("pelicanconf.py"))
    listening = argparse.ArgumentParser(add_help=False)
    listening.add_argument("--server", default="127.0.0.1")
    listening.add_argument("--port", type=_port, default=8000, help="0 takes a free one")
    # With its name it does not ask how wide the terminal is, which takes as long as all else of it.
    commands = parser.add_subparsers(required=True, prog=parser.prog)

    begin = commands.add_parser("begin", help="a publication of your own, beside this software")
    begin.add_argument("folder", nargs="?", default="")
    begin.set_defaults(run=_begin)

    new = commands.add_parser("new", parents=[sources], help="begin an article")
    new.add_argument("--title", default=os.environ.get("TITLE", ""))
    new.add_argument("--category", default=os.environ.get("CATEGORY", ""))
    new.add_argument(
        "--comment", default=os.environ.get("FROM", ""), help="comment:slug/12, which it begins with"
    )
    new.set_defaults(run=_new)

    define = commands.add_parser("define", parents=[sources], help="begin an entry of the dictionary")
    define.add_argument("--head", default=os.environ.get("HEAD", ""))
    define.add_argument("--part-of-speech", default=os.environ.get("PART") or "n.")
    define.add_argument("--text", default=os.environ.get("TEXT", ""))
    define.add_argument(
        "--comment", default=os.environ.get("FROM", ""), help="comment:slug/12, which says it"
    )
    define.set_defaults(run=_define)

    ready = commands.add_parser("ready", parents=[sources], help="a draft goes out, now or at a time")
    ready.add_argument("--article", default=os.environ.get("ARTICLE", ""))
    ready.add_argument("--at", default=os.environ.get("AT", ""))
    ready.add_argument("--published", type=Path, default=Path("publishconf.py"), help="settings of a publish")
    ready.set_defaults(run=_ready)

    sharing = commands.add_parser("share", parents=[sources], help="show a draft to whoever has its address")
    sharing.add_argument("--article", default=os.environ.get("ARTICLE", ""))
    sharing.add_argument(
        "--published", type=Path, default=Path("publishconf.py"), help="settings of a publish"
    )
    sharing.set_defaults(run=_share)

    unsharing = commands.add_parser("unshare", parents=[sources], help="show it no more")
    unsharing.add_argument("--article", default=os.environ.get("ARTICLE", ""))
    unsharing.set_defaults(run=_unshare)

    reply = commands.add_parser("reply", parents=[sources], help="the author's reply to a comment")
    reply.add_argument("--thread", default=os.environ.get("THREAD", ""))
    reply.add_argument("--to", default=os.environ.get("TO", ""))
    reply.add_argument("--text", default=os.environ.get("TEXT", ""))
    reply.set_defaults(run=_reply)

    renaming = commands.add_parser(
        "rename", parents=[sources], help="another address for an article or a word"
    )
    renaming.add_argument("--from", dest="old", default=os.environ.get("FROM", ""))
    renaming.add_argument("--to", dest="new", default=os.environ.get("TO", ""))
    renaming.set_defaults(run=_rename)

    fixing = commands.add_parser("fix", parents=[sources], help="mend what is safe to mend; shows it first")
    fixing.add_argument("--yes", action="store_true", default=bool(os.environ.get("YES")), help="write it")
    fixing.set_defaults(run=_fix)

    finishing = commands.add_parser(
        "finish", parents=[sources], help="what a rename that was killed has not done"
    )
    finishing.set_defaults(run=_finish)

    status = commands.add_parser("status", parents=[sources], help="count what there is")
    status.add_argument("--public", type=Path, default=Path("public"))
    status.add_argument(
        "--intake", type=Path, default=Path("intake.toml"), help="settings of the comment desk"
    )
    status.add_argument("--format", default=os.environ.get("FORMAT", ""), help="json, for programs")
    status.set_defaults(run=_status)

    serve = commands.add_parser(
        "serve", parents=[listening], help="show the first of these folders that exists"
    )
    serve.add_argument("folders", nargs="*", type=Path, default=[Path("public/current"), Path("output")])
    serve.set_defaults(run=_serve)

    devserver = commands.add_parser(
        "devserver", parents=[sources, listening], help="preview that follows the author"
    )
    devserver.set_defaults(run=_devserver)

    regenerate = commands.add_parser("regenerate", parents=[sources], help="build on every change")
    regenerate.add_argument("--output", type=Path, default=Path("output"))
    regenerate.set_defaults(run=_regenerate)
    return parser


if __name__ == "__main__":
    sys.exit(run(main))
