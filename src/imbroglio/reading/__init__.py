"""One Document to its Statements. spaCy lives here and nowhere else."""
