"""How measured use is laid out: text, Markdown, CSV and the JSON contract. Nothing is ranked, rounded or named here anew."""
