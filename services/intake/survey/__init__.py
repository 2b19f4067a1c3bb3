"""The satisfaction survey (SKM, step 18): one-time links, nine questions, the index and its publication."""
