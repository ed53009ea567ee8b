"""How anything is drawn: lines with roles, colors, the terminal beneath, and order among what arrives from it."""
