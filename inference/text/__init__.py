"""Sentences for people: error messages (the only place for failure sentences) and the wording of results.

Everybody may call it. Change here what is said when something fails, or how a number is put into words.
"""
