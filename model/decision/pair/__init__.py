"""The two options side by side: B minus A, the gaps, where volume and time change the answer, two profiles compared."""
