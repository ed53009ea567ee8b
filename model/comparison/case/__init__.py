"""From a profile and a day to a case: which number answers for every input, which rule applies, who serves until then."""
