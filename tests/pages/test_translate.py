"""plugins/pages/translate.py"""

from plugins.pages.dictionary_model import Verdict
from plugins.pages.translate import _verdicts


def test_a_verdict_is_a_row_that_begins_with_a_number_in_any_dress():
    """An author may set it bold, or in the middle; the head of a table is none."""
    rows = (("<strong>1</strong>", "Mild."), (" 12 ", "<em>Strong</em>."), ("Words", "Verdict"))
    body = "".join(f"<tr>\n<td>{least}</td>\n<td>{said}</td>\n</tr>\n" for least, said in rows)

    assert [*_verdicts(body)] == [Verdict(1, "Mild."), Verdict(12, "Strong.")]
