"""Tests of who is who; `world` makes small statements and packs for them."""
