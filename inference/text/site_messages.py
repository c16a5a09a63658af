"""The words of failures with what is kept of the site's own films: data for ``inference.text.messages``."""

from __future__ import annotations

from inference.core import errors
from inference.text.error_messages import ErrorMessage

OF_SITE_ERRORS: dict[type[BaseException], ErrorMessage] = {
    errors.SiteError: ErrorMessage("Not kept", "“{name}” cannot be used.", "Try again."),
    errors.LedgerUnusable: ErrorMessage(
        "Ledger not usable",
        "The ledger “{name}” is damaged, or the disk does not give or take it now.",
        "Look whether the disk is full; if the file is damaged, rename it, and counting begins anew.",
    ),
    errors.ThresholdsUnusable: ErrorMessage(
        "Site thresholds not used",
        "“{name}” cannot be used as site thresholds.",
        "Tune again, or bring the file as it was signed off.",
    ),
    errors.TruthUnusable: ErrorMessage(
        "Table of truth not used",
        "“{name}” cannot be used as a table of truth.",
        "It takes a column film, accession or hash, and a column for each finding, with 1 or 0.",
    ),
    errors.IndexNotKept: ErrorMessage(
        "Index of similar films not kept", "“{name}” cannot be written or read now.", "Free some space, or empty it."
    ),
    errors.RecordNotKept: ErrorMessage(
        "Use not recorded",
        "The record of use in the folder “{name}” cannot be written or read now.",
        "Free some space, or make the program's data folder writable; what was done meanwhile is added then.",
    ),
}
