"""Whether the paragraph of a word of everyday speech speaks of work: the company that the word keeps.

No neighbour tells a merger of firms from one of galaxies, but the rest of the paragraph does.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from plugins.glossary.terms import Mention
from plugins.html.projection import BLOCK_END

WORD: Final = re.compile(r"\w+")
OWNED: Final = re.compile(r"\b(?:my|your|our|her|his|their)(?: [\w-]+)? \Z")
"""Whose: "my pension", "her first interview"."""

PASSIVE: Final = re.compile(r"\b(?:be|been|being|was|were|is|are|get|got)(?: \w+ly)? \Z")
"""What is done to somebody: "she was let go"."""

OF: Final = re.compile(r" (?P<is>of|with) (?P<what>[\w'-]+(?: [\w'-]+){0,3})")
REACH: Final = 30
"""Characters before a mention in which its owner stands."""


def _forms(text: str) -> frozenset[str]:
    words = text.split()
    plurals = [f"{word[:-1]}ies" if word.endswith("y") else f"{word}s" for word in words]
    return frozenset((*words, *plurals, *(f"{word}es" for word in words if word.endswith(("s", "ch", "sh")))))


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


WORK: Final = _forms(
    "accountant advert agency applicant appraisal apprentice apprenticeship assistant backlog boardroom bonus"
    " boss business businessman candidate career ceo cfo clerk client colleague commute company competitor"
    " consultancy consultant contract contractor coo coworker customer cv deadline department desk director"
    " dismissal division employee employer employment executive expense factory firm founder freelance freelancer"
    " grievance handover headcount headhunter headquarters hire hr industry intern internship interviewee"
    " interviewer invoice job jobseeker laptop layoff manager meeting mentor newsletter office organisation"
    " organization overtime payday payroll payslip pension perk personnel posting probation profession"
    " professional promotion recruiter recruitment redundancy resignation resume roster rota résumé sabbatical"
    " salary secondment secretary severance shareholder shift shortlist slide spreadsheet stakeholder startup"
    " subcontractor supervisor supplier temp timesheet trainee tribunal vacancy vendor wage warehouse worker"
    " workforce workload workplace"
) | _words(
    "accounting advertised appointed commuted commuting contracted corporate earn earned earning earnings earns"
    " email emailed emails employ employed employing employs finance fired firing freelancing hired hires hiring"
    " interviewed interviewing invoiced leadership management managerial managers' marketing negotiate negotiated"
    " negotiating notice offboarding onboarding outsourced outsourcing paid pay paying payroll pays procurement"
    " productivity promoted quit quits quitting recruit recruited recruiting redundant rehired reorganisation"
    " reorganization resign resigned resigning resigns restructuring retire retired retirement sack sacked sales"
    " seniority sick staff staffing teams teamwork unemployed unemployment unionised unpaid work workday worked"
    " working workweek"
)
"""Words of work. One with other meanings is here too: it only has to be one among others."""

OTHER_WORLDS: Final = _forms(
    "actor actress admiral airline album altar ambassador archbishop archer army arrow asteroid astronomer"
    " athlete atom audience author bacterium ballet band barley barn bay beach bear bee beetle bird bishop blood"
    " boat body bone brake brass bridge broadcaster bullet burglar bus bush butterfly cabin camera campaign canal"
    " captain car castle cat cathedral cathode cell cellist cello cemetery championship chapel chapter chess"
    " chicken chief choir church cinema climate climber coal coast comet comic composer concert cow crew cricket"
    " crime critic crop crowbar cup dam dance dancer dentist desert detective diplomat disc disease dish doctor"
    " dog dolphin drama drum duchess duck duke earthquake eel egg elephant emperor engine enzyme farm farmer fern"
    " festival fiddle field film fish fisherman flag fleet flood flower football forest fort fossil fox frog frost"
    " fungus galaxy gallery gang garden gardener gas gear gene general germ ghost glacier glove goal goalkeeper"
    " goat god goddess goose grain grass guitar guitarist gun gymnast harbor harbour hay hen herb hill hockey horn"
    " horse hospital hotel hurricane hymn ice inn inning insect iron island judge jury kidney king kitten knight"
    " laboratory lake lamb lawn leaf league lighthouse lion liver locomotive lung magazine magistrate maple mast"
    " match mayor meadow meteor microphone microscope midfielder mill minister ministry missile molecule monastery"
    " monk moon moor motel mountain mouse movie museum musician navy nest neuron novel novelist nun nurse oak"
    " ocean oil opera orbit orchard orchestra organ ox painter painting palace parish parliament passenger patient"
    " penguin piano pig pigeon pilgrim pilot pipe pirate planet plant plaster player playwright poem poet police"
    " policeman pond pope port preacher president priest prince princess prison prisoner prize-winner prophet pub"
    " pump pupil quarry queen rabbit railway rain rainfall regiment reservoir river rock rocket rope rugby saddle"
    " sailor saint sand satellite scholar sculptor sea seal season senate senator server sheep ship shore shrine"
    " singer snow sock soil soldier song soprano species spider spine squad stadium stage star steel storm stream"
    " striker studio summit surgeon surgery swallow swan swimmer symphony teacher team-mate temple tennis theater"
    " theatre thief thriller throne tide tomb tonne tornado tournament tower tractor train treaty tree tribe troop"
    " trumpet tunnel vaccine valley varnish vet village vine vineyard violin violinist virus volcano volleyball"
    " voter war warship wave weather whale wheat whistle wolf wool worm yacht yoghurt yogurt zoo"
) | _words(
    "bacteria bacterial baked baking bred brewery cathedral cellar chemical cooked cooking democrat elected"
    " election elections electoral farming geese germs leaves liberal lunar mice military molten murder murdered"
    " naval oxen parliamentary playoff playoffs plumage pregnant premiership republican royal russian sailed"
    " sailing sang scored sculpture sculptures singing solar swam swimming tennis tonnes troops"
    " batsmen burglary robbery"
)
"""Words of other worlds: the stage, the farm, the weather, sport, war, law, nature, medicine."""

SPEAKING: Final = _words(
    "agenda appraisal apprentice audit bonus boss candidate coaching colleague committee consultant contractor"
    " grievance handover headcount incentive intern internship mentor merger negotiation networking overtime"
    " pension redundancy secondment severance shortlist supervisor vacancy wage workload burnout delegate feedback"
    " handbook jargon leadership morale ownership resilience retention retirement sabbatical transparency"
)
"""Words that mostly mean work, and need no company but that of no other world, in a text about work."""

CERTAIN: Final = _words(
    "agenda appraisal boss burnout candidate colleague consultant contractor delegate feedback grievance handover"
    " headcount intern internship leadership morale negotiation overtime sabbatical secondment severance shortlist"
    " vacancy wage workload"
)
"""Those that need no text about work either."""

PLAIN_AFTER_OF: Final = _words("my your our her his their two three four five six ten twenty thirty")


class _Surroundings(NamedTuple):
    """What counts in a paragraph, or a text."""

    work: frozenset[str]
    others: frozenset[str]
    heads: frozenset[str]
    """Slugs of the entries to which words lead, those of everyday speech left out."""

    named: frozenset[str]
    """Words of any head: what a dictionary defines is not strange to it."""

    def score(self, own: frozenset[str], slug: str) -> int:
        """Words of work and heads, less words of other worlds, all but the mention's own."""
        return len(self.work - own) - len(self.others - own) + len(self.heads - {slug})


@dataclass(slots=True)
class Company:
    """A text and its paragraphs, each looked at once."""

    folded: str
    mentions: tuple[Mention, ...]
    _seen: dict[int, _Surroundings] = field(default_factory=dict)

    def is_kept(self, mention: Mention) -> bool:
        """Whether a mention of an everyday word is among words of work, or somebody's: "my pension".

        A word that speaks for itself only needs a paragraph that is not of another world, in a text about work. One
        whose author has decided (`Link: auto`) is left alone only where its paragraph is of a world that is not the
        dictionary's.
        """
        folded, (start, end, term) = self.folded, mention
        words = frozenset(WORD.findall(folded, start, end))
        own = frozenset(
            (*words, *(word.removesuffix("s") for word in words), *(f"{word}s" for word in words))
        )
        of = OF.match(folded, end)
        around = self._paragraph(start)
        if term.is_decided:
            strange = around.others - around.named - own
            is_of_those = of is not None and not strange.isdisjoint(WORD.findall(of["what"]))
            return not is_of_those and len(strange) <= len(around.work - own) + len(
                around.heads - {term.slug}
            )
        if of and not _is_of_work(of) and (" " not in folded[start:end] or of["is"] == "of"):
            return False
        score = around.score(own, term.slug)
        is_done = " " in folded[start:end] and PASSIVE.search(folded, max(0, start - REACH), start)
        if is_done or OWNED.search(folded, max(0, start - REACH), start):
            score += 1
        if own.isdisjoint(SPEAKING):
            return score > 0
        return score > 0 or (
            score == 0 and self._around(-1, 0, len(folded)).score(own, term.slug) >= own.isdisjoint(CERTAIN)
        )

    def _paragraph(self, place: int) -> _Surroundings:
        start = self.folded.rfind(BLOCK_END, 0, place) + 1
        end = self.folded.find(BLOCK_END, place)
        return self._around(start, start, len(self.folded) if end < 0 else end)

    def _around(self, key: int, start: int, end: int) -> _Surroundings:
        known = self._seen.get(key)
        if known is None:
            words = frozenset(WORD.findall(self.folded, start, end))
            first, last = (bisect_left(self.mentions, (place,)) for place in (start, end))
            mentions = self.mentions[first:last]
            heads = frozenset(
                term.slug
                for _, _, term in mentions
                if term.is_linked and (term.is_decided or not term.is_everyday)
            )
            others = words & OTHER_WORLDS
            named = (
                _words(" ".join(self.folded[one.start : one.end] for one in mentions)) if others else others
            )
            known = self._seen[key] = _Surroundings(words & WORK, others, heads, named)
        return known


def _is_of_work(of: re.Match[str]) -> bool:
    """What a mention is of, if it is of anything: "a pipeline of candidates", not "a merger of galaxies"."""
    what = WORD.findall(of["what"])
    return not WORK.isdisjoint(what) or not PLAIN_AFTER_OF.isdisjoint(what) or any(map(str.isdigit, what))
