"""Which option it is: must-haves, the choice and its strength, several homes, what the team decided, and its limits."""
