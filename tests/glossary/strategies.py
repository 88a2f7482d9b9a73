"""Entries of every shape, and texts that try to be entries."""

from dataclasses import replace

from hypothesis import strategies as st

from plugins.glossary.model import (
    Code,
    Dialogue,
    Entry,
    Head,
    Note,
    Part,
    Policy,
    Prose,
    Quotation,
    Reference,
    RunOn,
    Sense,
    Senses,
    Speech,
    Table,
    Target,
    Verse,
    VerseLine,
)
from plugins.glossary.parts_of_speech import PARTS_OF_SPEECH

WORDS = st.one_of(
    st.from_regex(r"[a-zà-öø-ÿ][a-zà-öø-ÿ’']{0,7}", fullmatch=True),
    st.sampled_from(
        ["*stress*", "`code`", "half;", "first,", "(aside)", "3", "&", "no. 4:", "[more](dict:BOSS#2)"]
    ),
)
HEAD_WORDS = st.from_regex(r"[A-ZÀ-ÖØ-Þ0-9][A-ZÀ-ÖØ-Þ&’'-]{0,6}", fullmatch=True)
ODD_HEADS = st.sampled_from(
    ["LL.D.", "Q.E.D.", "CUI BONO?", "TABLE D'HÔTE", "AT&T", "24/7", "R.I.P.", "9-TO-5"]
)
NAMES = st.lists(st.sampled_from(sorted(PARTS_OF_SPEECH)), min_size=1, max_size=2, unique=True).map(tuple)
LABELS = st.lists(st.sampled_from(["law", "archaic", "chiefly Brit."]), max_size=2, unique=True).map(tuple)
ATTRIBUTIONS = st.sampled_from(["", "Orton Plume", "Ada Ledger, *Balances*"])


def phrases(size: int = 8) -> st.SearchStrategy[str]:
    """Words that begin and end with letters, so that marks can be put around them."""
    return st.lists(WORDS, max_size=size).map(lambda words: " ".join(["a", *words, "z"]))


sentences = phrases().map(lambda words: f"The {words}.")
printed_heads = st.builds(Head, st.lists(HEAD_WORDS, min_size=1, max_size=3).map(" ".join) | ODD_HEADS)
exact_heads = st.builds(Head, phrases(2).filter(lambda text: text.isalpha()), st.just(True))
heads = printed_heads | exact_heads
targets = st.one_of(
    st.builds(Target, heads, st.integers(0, 3), st.integers(0, 12)),
    st.builds(Target, heads, is_joke=st.just(True)),
    st.builds(Target, heads, is_planned=st.just(True)),
)
notes = st.lists(
    st.one_of(
        st.builds(Note, st.just("pronunciation"), st.sampled_from(["lamp", "ˈtəʊstə"]), st.just("//")),
        st.builds(
            Note,
            st.just("pronunciation"),
            st.sampled_from(["ap'l", "VAH-z", "vāz, väz"]),
            st.sampled_from(["()", "[]"]),
        ),
        st.builds(Note, st.just("pronunciation"), st.just("ˈtəʊstə"), st.sampled_from(["()", "[]"])),
        st.builds(
            Note, st.just("etymology"), phrases(3).map("from {}".format), st.sampled_from(["()", "[]"])
        ),
        st.builds(Note, st.just("usage"), st.sampled_from(["Rare.", "Of a room."]), st.just("()")),
        st.builds(Note, st.just("usage"), st.just("common; in offices"), st.just("[]")),
    ),
    max_size=3,
).map(tuple)
references = st.lists(
    st.builds(
        Reference,
        st.sampled_from(["See", "See also", "Cf.", "Compare", "Opposed to"]),
        st.lists(targets, min_size=1, max_size=3).map(tuple),
    ),
    max_size=2,
).map(tuple)
short_references = st.just(()) | st.just((Reference("See", (Target(Head("COFFEE"), 0, 2),)),))
prose = st.builds(Prose, sentences, references)


codes = st.builds(
    Code,
    st.lists(
        st.sampled_from(
            ["print(1)", "    indented", "", "```", "~~~", "> no quotation", "1. no sense", "| no | row |"]
        )
    ).map(lambda lines: "\n".join(["first", *lines, "last"])),
    st.sampled_from(["", "python", "c++"]),
)


@st.composite
def tables(draw):
    """Of one to three columns, with bars in some cells, and empty ones."""
    width = draw(st.integers(1, 3))
    cells = st.sampled_from(["", "a | b", "42"]) | phrases(2)
    row = st.lists(cells, min_size=width, max_size=width).map(tuple)
    alignment = st.lists(st.sampled_from(["", "left", "center", "right"]), min_size=width, max_size=width)
    header, rows = draw(row), tuple(draw(st.lists(row, max_size=2)))
    if not any(map(any, (header, *rows))):
        header = ("a", *header[1:])
    return Table(header, rows, tuple(draw(alignment)))


nothing = st.just(())


@st.composite
def senses(draw, is_sub=False, stop="", below=nothing):
    """Two or more senses in order; the last has no references of its own. `stop` ends each, `below` stands below it."""
    found = []
    number = draw(st.integers(2, 4))
    for place in range(1, number + 1):
        subs = () if is_sub or draw(st.integers(0, 3)) else draw(senses(is_sub=True))
        if subs and stop:
            subs = (*subs[:-1], replace(subs[-1], gloss=subs[-1].gloss + stop))
        gloss = draw(phrases()) + (":" if subs else stop)
        own = () if is_sub or place == number or subs else draw(short_references)
        said = gloss + "." * (bool(own) and not stop)
        names = draw(st.just(()) | NAMES)
        if own and draw(st.booleans()):
            said = ""
        found.append(Sense(place, said, draw(LABELS), subs, own, names, draw(notes), draw(below)))
    return tuple(found)


leads = st.just("") | phrases().map(lambda text: f"In {text}:")
sense_blocks = st.builds(Senses, senses(), leads, st.sampled_from([".", ":"]), references) | st.builds(
    Senses, senses(stop="."), leads, st.just(""), references, st.just("")
)
verse_lines = st.builds(VerseLine, phrases(), st.integers(0, 5))
stanzas = st.lists(st.lists(verse_lines, min_size=1, max_size=4).map(tuple), min_size=1, max_size=3).map(
    tuple
)
speeches = st.builds(Speech, HEAD_WORDS, sentences) | st.builds(Speech, st.just(""), st.just("*(Silence.)*"))
held = st.one_of(
    prose,
    codes,
    tables(),
    st.builds(Verse, stanzas, ATTRIBUTIONS),
    st.builds(Quotation, st.lists(sentences, min_size=1, max_size=3).map(tuple), ATTRIBUTIONS),
    st.builds(
        Dialogue,
        st.tuples(st.builds(Speech, HEAD_WORDS, sentences), st.lists(speeches, max_size=3)).map(
            lambda pair: (pair[0], *pair[1])
        ),
        ATTRIBUTIONS,
    ),
)
below = st.lists(held, max_size=2).map(tuple)


def _closed(block: Senses) -> Senses:
    """A colon before what stands below the last sense is that sense's own."""
    return replace(block, closing=".") if block.closing == ":" and block.senses[-1].blocks else block


sense_lists = st.builds(Senses, senses(below=below), leads, st.sampled_from([".", ":"]), references).map(
    _closed
) | st.builds(Senses, senses(stop=".", below=below), leads, st.just(""), references, st.just(""))
"""Also those that hold more than a line. Only first in a part: below another list they would be more of it."""

blocks = st.one_of(
    held,
    sense_blocks,
    st.builds(RunOn, exact_heads, st.just(()) | NAMES, prose | sense_blocks, LABELS, notes),
)
parts = st.builds(
    lambda first, others, *said: Part(said[0], (first, *others), *said[1:]),
    blocks | sense_lists,
    st.lists(blocks, max_size=3),
    NAMES,
    LABELS,
    notes,
)
policies = st.builds(
    Policy,
    st.lists(st.sampled_from(["offers", "offered", "on offer"]), max_size=2, unique=True).map(tuple),
    st.sampled_from(["auto", "exact", "explicit", "never"]),
    st.integers(0, 3),
    st.just(False),
    st.sampled_from(["", "open", "closed"]),
    st.sampled_from(["", "fr", "de-CH"]),
    short=st.just("") | phrases(4),
    also=st.sampled_from([(), ("deal", "proposal")]),
    plain=st.sampled_from(["", "a salary"]),
    slug=st.sampled_from(["", "the-offer"]),
    unlike=st.sampled_from([(), ("pay attention", "pay")]),
)
joined_heads = st.one_of(
    st.tuples(st.tuples(heads), st.just("or")),
    st.tuples(st.lists(heads, min_size=2, max_size=3).map(tuple), st.sampled_from(["or", "/", ";"])),
    st.tuples(st.sampled_from([(Head("CONFIDANT"), Head("CONFIDANTE"))]), st.just(",")),
)
entries = st.builds(
    lambda joined, parts, policy: Entry(joined[0], parts, joined[1], policy=policy),
    joined_heads,
    st.lists(parts, min_size=1, max_size=3).map(tuple),
    policies,
)

PRINTED = (
    "*1.* **2.** (n.) [v.] vt. noun: Confer → = “a” — B [LANE] see lane (see (cf. q.v. ~ obs. Syn.: (1a) ; (b) / |"
    " LANE, §2 dict: 1 2 **1** **2** [1.] [2.] – 1/ ①. 一、 (law) (Rare) *Law.* (ap'l) (pl. -os) —lamply,"
    " adv. ~like adj. See 'pen'. —See under q.v. qq.v. trans. intrans. & i. (b) (3) chiefly Brit."
)
"""What other dictionaries have."""

MARKS = "A HEAD, n. v.t. —*v.t.* —**Run** > >> | — See Cf. COFFEE and (1) (2) (a) ; . : , [law] [ ] ( ) * ** ` ```"
TOKENS = st.sampled_from(
    [*MARKS.split(" "), *PRINTED.split(" "), *"# - 1. <b> <!-- --> &amp; \\ { }".split(" ")]
) | st.sampled_from(["\n", "\n\n", " ", "\n> ", "\n> | ", "\t", "\x00", "\u2028", "é", "ẞ", "²"])
scribbles = st.lists(TOKENS | st.text(max_size=4), max_size=40).map(" ".join) | st.lists(
    TOKENS, max_size=60
).map("".join)
