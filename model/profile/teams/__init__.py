"""A company's file of teams: several profiles become one."""
