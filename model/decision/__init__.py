"""From lines and draws to an answer: verdict, gaps, flips, sensitivity."""
