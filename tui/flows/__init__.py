"""What a key sets in motion: edits, saving, pictures, exports, decisions; each goes through the store and nothing else."""
