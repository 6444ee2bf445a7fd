"""Accuracy floors, and the gold data that they are measured on."""
