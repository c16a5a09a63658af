"""The panel of the seven findings: bars, states, overlay controls, the reader's assessments, the unaided read.

Shows analyses and says in signals what was wished; called by ``window``.
"""
