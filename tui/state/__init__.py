"""What the workbench knows: the profile under edit with its past, the answer to it, the form, the commands, its files."""
