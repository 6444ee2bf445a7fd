"""Accounts to incidents, bonds and control over time, and disputes. Derived: it can be worked out again at any time."""
