"""The actions of the Tools menu, as small objects: reader studies, teaching."""
