"""Who may what, as data: people and roles, moves between states, rights, conflicts of interest. Pure."""
