"""Names of actors and places across reports to identities, with reasons; what a person decides stands above it."""
