"""What foreign files say, one module a family of formats.

Unknown fields are kept aside and named once; words of enumerations are plain text, so that a new one is never fatal; a
count that is no number is missing, not 0.
"""
