"""The comment desk: what answers the form.

It takes comments and mentions into a queue; a person decides; a decision becomes a file in content/comments/, and the
next publish shows it (docs/intake.md).

Where things are, and where more plugs in:

- `tables.py` is the schema, `migrations/versions/` how a database gets there: a change is made in both, and a test
  holds one against the other on SQLite and PostgreSQL.
- `database.py` opens it. Whoever writes does so in `with writing(engine) as connection`: one transaction that began as
  a writer's. Whoever only reads takes `with reading(engine) as connection`.
- `settings.py` reads intake.toml: a key is a field of one of its classes, with its meaning; docs/intake.md has the
  table.
- `queue.py` has the rows. What happens to one is in a file for each who does it: `arriving.py` (is it kept),
  `changing.py` (its writer), `deciding.py` (a moderator), `numbers.py` (what a thread counts, and what is a file). What
  comes by another way than the form (mail, a mention) is received by `arriving.receive` too, with its own `kind`.
- `verdict.py` says what speaks for and against a row; `secret.py` signs forms and private addresses; `live.py` reads
  threads.json and frame.html of the release.
- `commands.py` has the table of commands: name → module with `add_arguments(parser)` and `run(options) -> str`, what
  is said when it is done.
- `web.py` makes the application and takes a blueprint from each module named in its BLUEPRINTS.
"""
