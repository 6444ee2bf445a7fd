"""What a person decides: verdicts, appended and undone, never overwritten."""
