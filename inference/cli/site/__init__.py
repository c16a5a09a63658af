"""``thoracam`` on the reader's own site: reader studies, and what else counts what readers stored."""
