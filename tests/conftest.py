"""What holds for all tests: hypothesis works without a clock, so that a slow machine changes no result."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("imbroglio", deadline=None)
settings.load_profile("imbroglio")
