"""What a team writes: declarations, extends, validation, TOML in and out."""
