"""What the product says, one file a question: a record with everything that is said, in its final order and wording.

Reports, documents and screens lay these records out; none of them ranks, filters, rounds or names anything again.
"""
