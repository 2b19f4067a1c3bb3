"""What an attacker would try, each as it was done: a clerk, a role, a stranger, over HTTP; seen to succeed once."""
