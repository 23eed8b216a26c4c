"""Tests of cotw.continuity."""
