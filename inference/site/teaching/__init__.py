"""Teaching: films whose answer is known, questions about them, and what a learner answered over time.

Painted films are synthetic and come with exact masks (``resources/teaching``); own films are those that the reader
read unaided. Answers are kept on this computer alone, without identity, until they are emptied.
"""
