"""How Sigap is put to work: the local runner here, containers and the rest beside it."""
