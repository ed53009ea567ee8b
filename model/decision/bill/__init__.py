"""What each option costs, who causes it, and what makes it cheaper."""
