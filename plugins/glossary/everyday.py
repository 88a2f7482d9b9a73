"""Words of everyday speech: each has meanings outside of work, and is linked only among words of work (company.py).

Rarer words, most phrases and abbreviations have one meaning and need no company.
"""

from __future__ import annotations

from typing import Final

from plugins.glossary.ambiguity import AMBIGUOUS

NOUNS: Final = frozenset(
    "absence access account achievement activity address adjustment advance advantage adventure advice adviser"
    " affair agent agreement aim alarm ally ambition amendment analysis anchor angel anniversary announcement answer"
    " apology appeal appearance appendix application apply appointment appraisal apprentice approach approval"
    " argument arrangement arrival assessment asset assignment assistance association assumption atmosphere"
    " attachment attack attempt attendance attention attitude attrition audience audit authority automation"
    " availability award awareness axe background badge balance ball band bandwidth bar bargain barrier base basis"
    " basket battle bed behaviour belief bell belt bench benchmark benefit bet bible bid binder birthday bite blame"
    " blanket blessing blow boat bond bonus boomerang boost boot border bottle bottleneck bottom boundary bowl brain"
    " brainstorm brand breach bread break breakdown breakfast breath bribe brief briefing broker brother bubble"
    " bucket budget buffer bug builder bullet bulletin bully bump bundle burden burn burnout bus bust button buzz"
    " cabin cabinet cake calendar calibration calm camera camp campaign candidate candour canteen capacity captain"
    " care career cargo carrot cascade casual cat catch category ceiling celebration census ceremony certificate"
    " chain challenge chamber champion channel chapter character charity charm chart charter chat chief christmas"
    " church churn circle circulation citizen claim clarity clash classic clause cleaner clerk client climate clock"
    " closure cloud club clue coach coaching coal coast coat coffee coin collaboration colleague collection column"
    " comfort comment commission commitment committee community commute comparison compassion competence competition"
    " complaint complex compliance component compromise concept concern concert conclusion condition conduct"
    " conference confidence confirmation conflict connection conscience consensus consent consequence consideration"
    " consultant consultation consumer contact content contest context contractor contribution convention"
    " conversation conviction cook cookie coordinator corner corporation council counsel count counter courage"
    " courtesy cover coverage craft crash creature crew crisis criterion critic criticism crowd crown cruise cubicle"
    " cup cure currency curve cushion custom customer cycle dance danger dash data database dealer death debate debt"
    " decision deck decline defect defence deficit delay delegate delegation delivery demand density department"
    " departure deposit depth deputy description desert destination detail developer development device diary"
    " dictionary diet difference difficulty digest dignity diligence dinner diploma directive director directory"
    " disaster discipline discount discovery discretion discussion disease dish dismissal display dispute distance"
    " distribution diversity division doctor document dog domain donkey doubt downtime dozen draft drag drama drawer"
    " dream dress drill drink driver drop drum due dust dynamic eagle ear ecosystem editor education efficiency"
    " effort elephant elevator emergency emotion empathy empire empowerment enemy engagement engine engineer enquiry"
    " entertainment enthusiasm entrance envelope environment episode equality equation equipment era error escalate"
    " escape establishment estate estimate ethics evaluation evening evidence evolution exam example excellence"
    " excuse executive exhibition existence expansion expectation expedition expense expenses expert expertise"
    " explanation exposure expression extension extra eye fabric facility factor factory faculty failure fair faith"
    " fame fan farewell farm fashion fault favour fear feature fee feedback fellow fence festival fever fiction"
    " fight finance finding finger finish fish fit fix fixture flag flash fleet flexibility flight flood flow flower"
    " flyer fog fold folder follower food fool football footprint foreman forest fork format formula forum"
    " foundation founder fraction framework franchise fraud freedom freeze friction friday front fruit fuel fund"
    " funeral funnel furniture future gallery garden gardening gate gatekeeper gear generation genius gesture ghost"
    " ghosting giant gift glass globe glory glove god gold golf gossip governance government governor grace grade"
    " gradient graduate grain grant graph gratitude gravity grid grief grievance grind grip groundwork guarantee"
    " guard guest guidance guide guideline guilt guru gym habit hall hammer handbook handover handshake happiness"
    " harmony hat haul headcount heading headline health hearing heaven hedge height hell helmet hero hierarchy"
    " highlight hill hint hobby holdings holiday honesty honour hook horizon horse hospital host hotel household"
    " huddle humour hunger hunt hurdle husband hybrid ice icon ideal identity illness illusion imagination"
    " implementation impression improvement incentive inch incident inclusion income incumbent independence index"
    " indicator individual industry inflation influence information infrastructure ingredient initiative injury"
    " innovation input inquiry insight inspection inspector inspiration installation institution instruction"
    " instrument insurance integration integrity intelligence intention interaction interface intern interpretation"
    " interval intervention interview introduction invasion investigation investment investor invitation iron island"
    " item jacket jail jargon journal journey joy judge judgement juggler jump jungle junior jury justice keeper"
    " kick kindness king kit knife knowledge label labour lack ladder lake lamp landing landscape lane laugh launch"
    " layer layout leader leadership leaf league lecture legacy legend lens lesson liability liaison liar liberty"
    " library licence lie life lifeboat limit lion lip liquidation listener literature living loan lobby location"
    " lock log logic loop lottery loyalty luck luggage lunch machine magazine magic mail mailbox maintenance"
    " majority maker management manager mandate manner manual manufacturer map margin mark marker marriage mask"
    " matrix maximum mayor meal meaning means measure mechanism medal media medicine meeting member membership memo"
    " memory mentor menu merchant mercy merger merit mess messenger metal metaphor metric microphone middle"
    " migration milestone mill mine mineral minister minority minutes miracle mirror misery mistake mix mixture"
    " mobile mode module monday monitor monster monument morale morning mortgage motion motivation motive motor"
    " mountain mouse mouth movement movie muscle museum music mystery myth narrative nation negotiation neighbour"
    " nerve nest net networking newsletter newspaper noise nomination norm nose notebook notion novel nurse oath"
    " objective obligation observation obstacle occasion occupation offence offline omission onion opening opera"
    " operator opinion opponent opportunity opposition optimism option oracle orbit orchestra organ organisation"
    " organization orientation origin outcome outline outlook output oven overhead overtime overview owner ownership"
    " pace pack package pain paint pair palace panic parade paradise paragraph parent parking parliament"
    " participation partner partnership passage passenger passion passport password patch patience patient patron"
    " pause payment peace peak peer pen penalty pencil pension perception perfection performance perfume perk"
    " permission personality perspective pet phase phenomenon philosophy phone photo phrase physician piano picture"
    " piece pile pill pillar pilot pin pipe pirate pit pitch pivot planet planning plate platter player plaza"
    " pleasure pledge plot plumber pocket poem poet poetry poison pole police politeness politician politics poll"
    " pool pope port portfolio portion portrait possession possibility poster pot potential poverty prayer precedent"
    " precision predecessor preference prejudice premium preparation presence present presentation president"
    " prestige pride priest priority prison prisoner privacy privilege prize procedure proceeding procession"
    " producer profession professional professor profile progress projection promoter prophet proportion proposal"
    " prospect protection protest protocol provider provision psychology pub publication publicity publisher pulse"
    " punch punishment purchase puzzle pyramid qualification quantity queen quest queue quiz quota quotation radar"
    " radio railway rain rally rank ranking rapport rating ratio reach reaction reader reality rebel rebellion"
    " receipt reception recession recipe recognition recommendation reconciliation recovery recycling reduction"
    " redundancy referee referral reflection reform refuge refusal region register registration regret regulation"
    " rehearsal rejection relation relationship relative relaxation release relevance reliability religion remark"
    " remedy reminder remote removal renewal rent repair repetition replacement reply representative republic"
    " reputation requirement rescue reservation reserve residence resident resign resignation resilience resistance"
    " resolution restaurant restriction retention retirement retreat reunion revelation revenge revenue revision"
    " revolution rhythm rice ring ripple rival river robot rocket roll rope roster rotation routine row royalty"
    " rubbish rumour runway sabbatical sack sacrifice safety sail sailor saint salt salute sample sanction sand"
    " satisfaction sauce saving scandal scarcity scenario schedule scheme scholar scholarship science scope scout"
    " script sculpture sea seal secondment secret secretary sector security seed selection self seminar senator"
    " senior sensation sentence sentiment separation sequence serenity sergeant server severance shadow shame shelf"
    " shelter shepherd shield ship shirt shock shoe shop shortage shortlist shot shoulder shower shrink sight"
    " silence silver similarity sincerity singer sink site situation sketch skin sky slack slave sleep slice slide"
    " slot smile smoke snake snow soap society sofa software soil soldier solution song soul soup spade spam span"
    " spark speaker specialist species spectrum speculation spell spin spirit sponsor sport spot spread spring"
    " sprint spy squad square stability stadium stake stamp stance star station statistics statue stay steam steel"
    " stick stigma stone storage storm strain stranger stream street stretch strike string strip stroke struggle"
    " student studio stuff substance suburb succession successor suggestion suit sum summary summer summit sun"
    " sunday superior supervisor supplier supply surge surgery surplus surprise surrender survey survival survivor"
    " suspect suspension suspicion swap sweat sweet swing switch sword symbol sympathy symptom syndrome synergy"
    " synthesis tactic tag tail tank tap tape tea teacher teaching tear technique technology telephone television"
    " temp temper temperature template temple temptation tenant tendency tenure territory terror testimony thanks"
    " theatre theme therapy thesis thread threat threshold throne ticket tide tie tip tissue toast tobacco toilet"
    " tolerance tomorrow tongue tool tooth topic torch total tour tourist towel tower town toy trace tradition"
    " traffic tragedy trail train trainee trainer traitor transaction transfer transformation transition translation"
    " transmission transparency transport trap traveller tray treasure treasury treaty tree tremor trend triangle"
    " tribe tribunal trick trigger triumph troop trouble truck truth tube tuition tunnel tutor twin uncertainty"
    " uncle uniform uniformity unity universe university upgrade urge urgency user utility vacancy vacation vacuum"
    " valley valuation van variation variety vehicle venture verdict version vest vesting veteran victim victory"
    " video village violence virtue virus visibility visitor vitamin vocation volcano volunteer vote voter voucher"
    " vow voyage wage waiter wake wallet wardrobe warehouse warmth warning warrant warranty warrior wealth weapon"
    " weather web wedding weed weekend welcome welfare well whale wheel whip whisper whistle widow wife windfall"
    " wine wing winner winter wire wisdom witness wolf wonder wood workload worm worry wound writer writing yard"
    " yoga youth zone zoo".split()
)

ADJECTIVES: Final = frozenset(
    "agile ambitious authentic billable cutting-edge digital discretionary dynamic emerging empowered entry-level"
    " exciting experienced fast-paced genuine hands-on holistic humbled humbling innovative interim inspiring lean"
    " legacy motivated mutual organic passionate proactive punctual robust scalable seasoned stable strategic"
    " sustainable thriving toxic transparent unpaid verbal vibrant virtual world-class".split()
)

OTHERS: Final = frozenset(
    "back-to-back boss check-in compensation drop-in follow-up glossary kick-off off-site offsite onboard one-off"
    " roll-out self-starter spin-off stand-up take-home takeaway thermostat unicorn win-win x-axis".split()
)
"""One thing at work and another at home, at sea, or in a game."""

PHRASES: Final = frozenset(
    (
        "bell curve",
        "circle back",
        "deep dive",
        "dotted line",
        "dress code",
        "final round",
        "fresh pair of eyes",
        "glass ceiling",
        "golden handshake",
        "golden parachute",
        "hot desk",
        "let go",
        "low-hanging fruit",
        "night shift",
        "notice board",
        "out of office",
        "parking space",
        "peer review",
        "pot plant",
        "reach out",
        "rock star",
        "small talk",
        "split shift",
        "touch base",
        "vending machine",
        "video call",
        "water cooler",
    )
)
"""Also meant by the letter: "she reached out a hand", "the final round of the cup"."""

EVERYDAY: Final = AMBIGUOUS | NOUNS | ADJECTIVES | OTHERS | PHRASES
