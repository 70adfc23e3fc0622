"""Normalise: from what a page says to what we keep; the bridge to the store."""
