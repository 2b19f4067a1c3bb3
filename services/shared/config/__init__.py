"""Settings of the installation, and the office's own facts."""
