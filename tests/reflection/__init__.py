"""Tests of cotw.reflection."""
