"""What the product says: for each question of a reader one record, made in one place from an analysis.

A record holds everything that is said: rows in their final order, values with their unit, the option or the input spoken
of, the wording in three lengths, its warnings. Text, pages, slides, sheets and screens lay it out; none of them ranks,
filters, rounds or names. Text from a profile is cleaned here, when a record is made.
"""
