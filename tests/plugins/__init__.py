"""Tests of the bundled sources, one file a source."""
