"""A pack's facts sheet: each question with what the pack itself says, and where, or without an answer."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inference.core.calibration import Isotonic
from inference.model_pack.facts.questions import QUESTIONS, Question
from inference.model_pack.spec import FindingSpec, ModelPack

CARD, MANIFEST = "MODEL_CARD.md", "model.toml"
MOST_CARD = 1 << 20  # bytes of a card that are read
LONGEST = 320  # characters of an answer


@dataclass(frozen=True, slots=True)
class Answer:
    """A question with its answer, empty where that is not known, and where it stands."""

    question: Question
    text: str = ""
    source: str = ""

    @property
    def known(self) -> bool:
        """Whether there is an answer."""
        return bool(self.text)


@dataclass(frozen=True, slots=True)
class FactsSheet:
    """All answers for one pack, in the order of the questions."""

    title: str
    version: str
    pack_hash: str
    answers: tuple[Answer, ...]

    @property
    def known(self) -> int:
        """How many questions have an answer."""
        return sum(one.known for one in self.answers)


def sheet_of(pack: ModelPack) -> FactsSheet:
    """What a verified pack says of itself: its maker's ``[facts]`` first, then ``model.toml``, then the model card.

    A card is searched by clues, a sentence each: whoever reads the sheet sees the sentence, and judges it.
    """
    told, sections = _told(pack), _sections(pack)
    answers = tuple(
        told.get(question.key) or _of_manifest(question, pack) or _of_card(question, sections) or Answer(question)
        for question in QUESTIONS
    )
    return FactsSheet(pack.title, f"{pack.name} {pack.version}", pack.pack_hash, answers)


def _told(pack: ModelPack) -> dict[str, Answer]:
    facts = _manifest(pack).get("facts")
    questions = {question.key: question for question in QUESTIONS}
    return {
        key: Answer(questions[key], _shortened(text), f"{MANIFEST}, [facts]")
        for key, text in (facts.items() if isinstance(facts, dict) else ())
        if key in questions and isinstance(text, str) and text.strip()
    }


def _manifest(pack: ModelPack) -> dict[str, Any]:
    return tomllib.loads((pack.folder / MANIFEST).read_text(encoding="utf-8"))


def _of_manifest(question: Question, pack: ModelPack) -> Answer | None:
    make = _MAKERS.get(question.key)
    text = make(pack) if make is not None else ""
    return Answer(question, _shortened(text), MANIFEST) if text else None


def _findings(pack: ModelPack, of: Callable[[FindingSpec], str]) -> str:
    return "; ".join(f"{spec.finding.title}: {text}" for spec in pack.judged if (text := of(spec)))


def _ranking(spec: FindingSpec) -> str:
    found = spec.measured
    if found.auc is None:
        return ""
    interval = f" ({found.auc_interval[0]:.2f} to {found.auc_interval[1]:.2f})" if found.auc_interval else ""
    return f"AUC {found.auc:.2f}{interval}" + (f", {found.positives} films with" if found.positives else "")


def _sensitivity(spec: FindingSpec) -> str:
    found = spec.measured
    parts = [
        f"{name} {value:.2f}"
        for name, value in (("sensitivity", found.sensitivity), ("specificity", found.specificity))
        if value is not None
    ]
    return ", ".join(parts)


def _calibration(pack: ModelPack) -> str:
    stated = pack.reference_prevalence
    told = f"stated for a prevalence of {stated:g}; " if stated is not None else ""
    indices = [spec.finding.title for spec in pack.judged if spec.index]
    kinds = {"isotonic" if isinstance(spec.calibration, Isotonic) else "temperature" for spec in pack.judged}
    no_probability = f"; an index and no probability: {', '.join(indices)}" if indices else ""
    return f"{told}calibrated by {' and '.join(sorted(kinds))}{no_probability}"


def _input(pack: ModelPack) -> str:
    spec = pack.input
    return f"{spec.rows} x {spec.columns} x {spec.channels}, {spec.fit}, {spec.normalise}, resampled by {spec.resize}"


def _output(pack: ModelPack) -> str:
    experimental = [spec.finding.title for spec in pack.judged if spec.experimental]
    marked = f"; marked experimental: {', '.join(experimental)}" if experimental else ""
    return f"a number, an operating point and a heatmap for each of {len(pack.judged)} findings{marked}"


def _command(pack: ModelPack) -> str:
    training = _manifest(pack).get("training")
    command = training.get("command") if isinstance(training, dict) else None
    return f"made by: {command}" if isinstance(command, str) else ""


_MAKERS: dict[str, Callable[[ModelPack], str]] = {
    "findings": lambda pack: ", ".join(spec.finding.title for spec in pack.judged),
    "not_judged": lambda pack: "; ".join(f"{one.finding.title}: {one.reason}" for one in pack.not_analysed),
    "training_source": lambda pack: _findings(pack, lambda spec: spec.trained_on),
    "ranking": lambda pack: _findings(pack, _ranking),
    "sensitivity": lambda pack: _findings(pack, _sensitivity),
    "calibration": _calibration,
    "limits": lambda pack: _findings(pack, lambda spec: spec.limits),
    "version": lambda pack: f"{pack.name} {pack.version}, told apart by its hash {pack.pack_hash[:16]}",
    "architecture": lambda pack: (
        f"{pack.kind} network of {len(pack.judged)} outputs, target layer {pack.network.target_layer or 'the last map'}"
    ),
    "input": _input,
    "output": _output,
    "unlike": lambda pack: (
        f"yes: beyond percentile {pack.familiarity.limit:g} of its own films" if pack.familiarity else ""
    ),
    "repeat": _command,
    "security": lambda pack: f"{len(pack.files)} files, each with its SHA-256; nothing of a pack is run as code",
    "licence": lambda pack: pack.licence + (f"; {len(pack.citations)} sources named" if pack.citations else ""),
}


def _sections(pack: ModelPack) -> list[tuple[str, list[str]]]:
    """The headings of the model card with their sentences; nothing where there is no card."""
    path = Path(pack.folder) / CARD
    try:
        text = path.read_bytes()[:MOST_CARD].decode("utf-8", "replace")
    except OSError:
        return []
    found: list[tuple[str, list[str]]] = [("", [])]
    for block in re.split(r"\n\s*\n", text):
        heading = re.match(r"#+\s*(.+)", block)
        if heading:
            found.append((heading[1].strip(), []))
            block = block[heading.end() :]
        for item in re.split(r"\n(?=\s*[-*] )", block):
            plain = " ".join(line for line in item.split("\n") if not line.startswith("|"))
            sentences = re.split(r"(?<=[.!?])\s+(?=[A-Z*0-9])", plain)
            found[-1][1].extend(one.strip(" -") for one in sentences if one.strip(" -"))
    return found


def _of_card(question: Question, sections: Iterable[tuple[str, list[str]]]) -> Answer | None:
    pattern = question.pattern
    if pattern is None:
        return None
    known = list(sections)
    for heading, sentences in known:
        if heading and sentences and pattern.search(heading):
            return Answer(question, _shortened(" ".join(sentences)), f"{CARD}, {heading}")
    for heading, sentences in known:
        for sentence in sentences:
            if pattern.search(sentence):
                return Answer(question, _shortened(sentence), f"{CARD}{', ' if heading else ''}{heading}")
    return None


def _shortened(text: str) -> str:
    plain = " ".join(text.replace("**", "").replace("`", "").split())
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST - 1].rsplit(' ', 1)[0]} …"
