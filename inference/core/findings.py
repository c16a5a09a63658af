"""The seven findings: keys, titles and codes; the only place that names them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One of the seven things looked for.

    ``key`` is stable in files and on the command line; ``snomed`` is the SNOMED CT code, ``radlex`` the RadLex code
    where one was verified (never invented).
    """

    key: str
    title: str
    snomed: str
    radlex: str | None = None

    def __str__(self) -> str:
        return self.title


RIB_FRACTURE = Finding("rib_fracture", "Rib fracture", "33737001")
PNEUMOTHORAX = Finding("pneumothorax", "Pneumothorax", "36118008", "RID5352")
TENSION_PNEUMOTHORAX = Finding("tension_pneumothorax", "Tension pneumothorax", "233645004")
HEMOTHORAX = Finding("hemothorax", "Hemothorax", "31892009")
PERICARDIAL_EFFUSION = Finding("pericardial_effusion", "Pericardial effusion", "373945007", "RID38588")
MEDIASTINUM_ABNORMALITY = Finding("mediastinum_abnormality", "Mediastinum abnormality", "49483002")
PLEURAL_EFFUSION = Finding("pleural_effusion", "Pleural effusion", "60046008", "RID34539")

FINDINGS: tuple[Finding, ...] = (
    RIB_FRACTURE,
    PNEUMOTHORAX,
    TENSION_PNEUMOTHORAX,
    HEMOTHORAX,
    PERICARDIAL_EFFUSION,
    MEDIASTINUM_ABNORMALITY,
    PLEURAL_EFFUSION,
)

URGENT = (TENSION_PNEUMOTHORAX,)  # what cannot wait for its turn

EXTRA = "extra_"  # begins the keys of what a model judges beyond the seven

BY_KEY: dict[str, Finding] = {finding.key: finding for finding in FINDINGS}
