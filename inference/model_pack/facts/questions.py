"""The questions of the facts sheet, in own words, each with the published lists that ask it.

Sources: ECLAIR (Omoumi et al., European Radiology 2021: evaluating commercial AI in radiology); CLAIM (Checklist for
Artificial Intelligence in Medical Imaging, 2024 update, Radiology: Artificial Intelligence); FDA, Health Canada and
MHRA, Transparency for Machine Learning-Enabled Medical Devices: Guiding Principles, 2024 (TRANSPARENCY); Mitchell et
al., Model Cards for Model Reporting, FAT* 2019 (MODEL CARDS).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

ECLAIR, CLAIM, TRANSPARENCY, CARDS = "ECLAIR", "CLAIM", "TRANSPARENCY", "MODEL CARDS"


@dataclass(frozen=True, slots=True)
class Question:
    """One item: its key in ``[facts]``, the group it stands in, what is asked, by whom.

    ``clue`` is looked for in the sentences of a model card, where neither ``[facts]`` nor ``model.toml`` answers; empty
    where only they can.
    """

    key: str
    group: str
    asks: str
    by: tuple[str, ...]
    clue: str = ""

    @property
    def pattern(self) -> re.Pattern[str] | None:
        """The clue, ready to be looked for."""
        return re.compile(self.clue, re.IGNORECASE) if self.clue else None


USE, DATA, WORTH, WORK, AFTER = "Use", "Films it learnt from", "What it is worth", "How it works", "Afterwards"
QUESTIONS = (
    Question(
        "intended_use",
        USE,
        "What is it for, and what is it not for?",
        (ECLAIR, CLAIM, TRANSPARENCY, CARDS),
        r"intended (use|purpose)|for research|research and teaching|research use",
    ),
    Question(
        "users",
        USE,
        "Who is meant to use it, with which training?",
        (ECLAIR, TRANSPARENCY, CARDS),
        r"intended users?|meant for (readers|radiolog|clinic)|whoever uses it",
    ),
    Question(
        "status",
        USE,
        "Is it cleared as a medical device, where?",
        (ECLAIR, TRANSPARENCY),
        r"medical device|CE mark|510\(k\)",
    ),
    Question(
        "workflow",
        USE,
        "Where in the reading does it speak: first, second, triage?",
        (ECLAIR, TRANSPARENCY),
        r"second reader|first reader|triage|beside the reader",
    ),
    Question(
        "population",
        USE,
        "For which patients is it meant (age, setting)?",
        (ECLAIR, CLAIM, TRANSPARENCY, CARDS),
        r"\b(adults?|children|paediatric|pediatric|aged)\b",
    ),
    Question(
        "films",
        USE,
        "Which films does it take (modality, view, pose)?",
        (ECLAIR, CLAIM, TRANSPARENCY),
        r"frontal|\bPA\b|\bAP\b",
    ),
    Question(
        "devices",
        USE,
        "With which equipment were its films taken?",
        (ECLAIR, CLAIM, TRANSPARENCY),
        r"manufacturer|vendor|detector type|made by (GE|Siemens|Philips|Fuji|Canon|Agfa|Carestream)",
    ),
    Question("findings", USE, "What exactly does it look for, and how is that defined?", (ECLAIR, CLAIM, TRANSPARENCY)),
    Question(
        "not_judged",
        USE,
        "What does it not look for that such films show?",
        (ECLAIR, TRANSPARENCY),
        r"does not (look for|judge)|no other finding",
    ),
    Question("training_source", DATA, "Where do the films come from?", (ECLAIR, CLAIM, TRANSPARENCY, CARDS)),
    Question(
        "training_size",
        DATA,
        "How many films, patients and positives did it learn from?",
        (ECLAIR, CLAIM, CARDS),
        r"\b\d[\d,]* (real )?(films|patients)\b",
    ),
    Question(
        "period", DATA, "When were they taken?", (CLAIM, CARDS), r"\b(from|between) (19|20)\d\d (to|and) (19|20)\d\d"
    ),
    Question(
        "selection",
        DATA,
        "How were films chosen and left out?",
        (CLAIM, ECLAIR),
        r"left out|excluded|inclusion|were chosen",
    ),
    Question(
        "demographics",
        DATA,
        "Age, sex and origin of the patients",
        (ECLAIR, CLAIM, TRANSPARENCY, CARDS),
        r"\b(women|men|female|male|sex)\b",
    ),
    Question(
        "reference",
        DATA,
        "Who said what is true: readers, their number and experience, reports?",
        (ECLAIR, CLAIM, TRANSPARENCY),
        r"radiologists? read|read by|labels?: what|reference standard",
    ),
    Question(
        "label_quality",
        DATA,
        "How wrong are the labels?",
        (CLAIM, ECLAIR),
        r"mined|kappa|agreement of readers|against the radiologists",
    ),
    Question(
        "split",
        DATA,
        "Were patients kept apart between learning, choosing and judging?",
        (CLAIM, ECLAIR),
        r"patients lie in|patients (are|were) (kept )?apart|split by patient|of other patients",
    ),
    Question("synthetic", DATA, "Were films drawn, simulated or augmented?", (CLAIM,), r"simulat|drawn|augment"),
    Question(
        "consent",
        DATA,
        "Consent, ethics and de-identification of the films",
        (CLAIM, ECLAIR, CARDS),
        r"consent|ethics|institutional review|de-identified",
    ),
    Question(
        "test_source",
        WORTH,
        "On which films was it judged?",
        (ECLAIR, CLAIM, TRANSPARENCY, CARDS),
        r"report part|test set|held[- ]out|judged on",
    ),
    Question(
        "external",
        WORTH,
        "Was it judged on films of another hospital?",
        (ECLAIR, CLAIM, TRANSPARENCY),
        r"(another|other|one other) hospital|external",
    ),
    Question("ranking", WORTH, "How well does it rank films (AUC), with intervals?", (ECLAIR, CLAIM, CARDS)),
    Question("sensitivity", WORTH, "Sensitivity and specificity at the operating point", (ECLAIR, CLAIM, TRANSPARENCY)),
    Question(
        "operating_point",
        WORTH,
        "How was the operating point chosen?",
        (ECLAIR, CLAIM),
        r"operating points?.{0,80}(chosen|youden|\*choose\*)|chosen.{0,60}operating point",
    ),
    Question("calibration", WORTH, "Are its numbers probabilities, for which prevalence?", (CLAIM, TRANSPARENCY)),
    Question(
        "subgroups",
        WORTH,
        "How does it do in subgroups (age, sex, view, device)?",
        (ECLAIR, CLAIM, TRANSPARENCY, CARDS),
        r"subgroup|groups \(|women|by view",
    ),
    Question(
        "robustness",
        WORTH,
        "What does a small change of the film do to it?",
        (CLAIM, ECLAIR),
        r"small views|other pixels|robust|moved a little",
    ),
    Question(
        "comparison",
        WORTH,
        "How does it compare with readers or other models?",
        (ECLAIR, CLAIM),
        r"compared with|than (readers|radiologists)|better than",
    ),
    Question(
        "reader_study",
        WORTH,
        "Did readers do better with it?",
        (ECLAIR, TRANSPARENCY),
        r"reader study|readers with and without|nobody has tested",
    ),
    Question(
        "outcome",
        WORTH,
        "Was it tried in patients' care?",
        (ECLAIR, TRANSPARENCY),
        r"patients' care|prospective|clinical trial",
    ),
    Question("limits", WORTH, "Where does it fail, and what misleads it?", (ECLAIR, CLAIM, TRANSPARENCY, CARDS)),
    Question(
        "shortcuts",
        WORTH,
        "Does it see the finding or its circumstances (drains, letters, pose)?",
        (CLAIM, ECLAIR),
        r"circumstances|shortcut|drains?",
    ),
    Question("version", WORK, "Which version is it, and how is it told apart?", (ECLAIR, CLAIM, TRANSPARENCY, CARDS)),
    Question(
        "maker",
        WORK,
        "Who made it, and who answers?",
        (ECLAIR, TRANSPARENCY, CARDS),
        r"contact|maintained by|made by the",
    ),
    Question("architecture", WORK, "What kind of model is it?", (CLAIM, CARDS, ECLAIR)),
    Question("input", WORK, "How does a film enter it?", (CLAIM, TRANSPARENCY)),
    Question("output", WORK, "What does it give, and how is it shown?", (CLAIM, TRANSPARENCY)),
    Question("unlike", WORK, "Does it tell films unlike its own?", (ECLAIR, CLAIM)),
    Question(
        "explanation",
        WORK,
        "Was it checked whether its heatmaps mean something?",
        (CLAIM, ECLAIR),
        r"faithful|shuffled|heatmaps? (lie|lies)|pointing",
    ),
    Question("repeat", WORK, "Can its making be repeated?", (CLAIM,)),
    Question("security", WORK, "How is it kept from being changed, and does it run code?", (ECLAIR, TRANSPARENCY)),
    Question("licence", WORK, "Under which licence may it be used, and whose work is in it?", (ECLAIR, CARDS)),
    Question(
        "funding",
        WORK,
        "Who paid for it, and which interests are there?",
        (CLAIM, ECLAIR),
        r"fund(ed|ing)|conflicts? of interest|grant",
    ),
    Question(
        "updates",
        AFTER,
        "When does it change, and who says so?",
        (ECLAIR, TRANSPARENCY, CARDS),
        r"update plan|next version|will be (updated|renewed)",
    ),
    Question(
        "monitoring",
        AFTER,
        "How is it watched once it is in use?",
        (ECLAIR, TRANSPARENCY),
        r"monitor|drift|watched in use",
    ),
    Question(
        "reporting",
        AFTER,
        "Where are faults reported?",
        (ECLAIR, TRANSPARENCY),
        r"report (faults|errors|incidents)|issue tracker",
    ),
)
