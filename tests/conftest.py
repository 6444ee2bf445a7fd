"""What holds for all tests: hypothesis works without a clock, so that a slow machine changes no result; in CI, without chance."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("imbroglio", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("imbroglio")
