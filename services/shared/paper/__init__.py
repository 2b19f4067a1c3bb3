"""Paper: text and data in, PDF/A pages out. Plumbing without a word of the office's business. See README.md."""
