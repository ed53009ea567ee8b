"""The slides: native charts and placeholders in the colors and fonts of a theme."""
