"""The facts sheet of a pack: what regulators and radiologists' societies ask of a model, filled or "not known".

``sheet_of`` reads ``model.toml``, its table ``[facts]`` and ``MODEL_CARD.md``; called by the command line.
"""

from inference.model_pack.facts.sheet import Answer, FactsSheet, sheet_of

__all__ = ["Answer", "FactsSheet", "sheet_of"]
