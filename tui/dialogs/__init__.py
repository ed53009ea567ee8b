"""What opens over a place, asks one thing and closes; a dialog is handed what it needs and knows no app."""
