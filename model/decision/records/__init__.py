"""What an analysis says: the records that everything above reads, named like the keys of the JSON contract."""
