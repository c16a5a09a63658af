"""Who observed what a document says: the software with its model pack, or the reader (TID 1003, 1004)."""

from __future__ import annotations

from typing import Final

from highdicom.sr import (
    DeviceObserverIdentifyingAttributes,
    ObserverContext,
    PersonObserverIdentifyingAttributes,
)
from pydicom.sr.codedict import codes

from inference.core.analysis import Provenance
from inference.report.deidentify.uids import derived_uid
from inference.report.dicom import codes as concepts
from inference.report.page.options import Observer, ReportOptions

UNNAMED: Final = "Unnamed reader"
LONGEST: Final = 64  # letters of a name (LO)


def device_observer(made: Provenance) -> ObserverContext:
    """The software as observer (TID 1004); its UID is the same for the same software and pack."""
    attributes = DeviceObserverIdentifyingAttributes(
        uid=derived_uid("device", made.software, made.pack_hash),
        name=made.software[:LONGEST] or concepts.MANUFACTURER,
        manufacturer_name=concepts.MANUFACTURER,
        model_name=f"{made.pack_name} {made.pack_version}".strip()[:LONGEST] or concepts.MANUFACTURER,
    )
    return ObserverContext(observer_type=codes.DCM.Device, observer_identifying_attributes=attributes)


def person_observer(options: ReportOptions) -> ObserverContext:
    """The reader (TID 1003), who has to have a name: where none was given, or none may be, what they are."""
    who = Observer() if options.anonymize else options.observer
    attributes = PersonObserverIdentifyingAttributes(
        name=caret(who.name or UNNAMED), organization_name=who.organization[:LONGEST] or None
    )
    return ObserverContext(observer_type=codes.DCM.Person, observer_identifying_attributes=attributes)


def caret(name: str) -> str:
    """A name of one component closed by a caret, so that it is not taken for one in another form."""
    return name if "^" in name else f"{name}^"
