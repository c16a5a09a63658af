"""A model pack in words: what it promises, as ``thoracam model info`` says it."""

from __future__ import annotations

from inference.core.calibration import Isotonic
from inference.core.findings import FINDINGS
from inference.imaging.model_input import Resize
from inference.model_pack import FindingSpec, ModelPack
from inference.text.one_line import one_line


def pack_text(pack: ModelPack) -> str:
    """A pack in words, several lines."""
    spec = pack.input
    lines = [
        f"{pack.title} ({pack.name} {pack.version}, {pack.kind})",
        f"Hash: {pack.pack_hash}",
        f"Licence: {pack.licence}",
        *([f"Members, each of which looks at every film: {_members(pack)}"] if pack.members else []),
        f"Input: {spec.rows} x {spec.columns} x {spec.channels}, {spec.fit}, {spec.normalise}, "
        f"{spec.range[0]:g} to {spec.range[1]:g}"
        + (", mean with the mirror image" if spec.flip_average else "")
        + (f", brought to a softness of {spec.softness:g} pixels" if spec.resize is Resize.GAUSSIAN else ""),
        f"Target layer: {pack.network.target_layer or 'the last map before pooling'}",
        *([f"Unlike its films: beyond percentile {pack.familiarity.limit:g} of them"] if pack.familiarity else []),
        *(f"Source: {citation}" for citation in pack.citations),
        "",
        *(line for finding in pack.findings for line in _finding_lines(finding)),
        *(f"{item.title}: not analysed. {pack.reason(item)}" for item in FINDINGS if pack.spec(item) is None),
    ]
    return "\n".join(map(one_line, lines))


def _members(pack: ModelPack) -> str:
    return ", ".join(f"{one.title} ({one.name} {one.version})" for one in pack.members)


def _finding_lines(spec: FindingSpec) -> list[str]:
    band = f", not sure from {spec.grey_band[0]:g} to {spec.grey_band[1]:g}" if spec.grey_band else ""
    kind = "isotonic" if isinstance(spec.calibration, Isotonic) else "temperature"
    words = ", ".join(word for word, is_so in (("experimental", spec.experimental), ("index", spec.index)) if is_so)
    caveat = f" ({words})" if words else ""
    lines = [f"{spec.finding.title}{caveat}: operating point {spec.operating_point:g}{band}, {kind} calibration"]
    lines += [f"  Trained on {spec.trained_on}."] if spec.trained_on else []
    lines += [f"  {text}" for text in (_measured(spec), spec.limits) if text]
    return lines


def _measured(spec: FindingSpec) -> str:
    found = spec.measured
    if found.auc is None:
        return ""
    interval = f" ({found.auc_interval[0]:.3f} to {found.auc_interval[1]:.3f})" if found.auc_interval else ""
    counts = f" on {found.positives} with and {found.negatives} without" if found.positives is not None else ""
    return f"AUC {found.auc:.3f}{interval}{counts}."
