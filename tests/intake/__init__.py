"""Tests of intake; they build their own inputs."""
