"""The sub-commands of ``sigap``, one file each; ``deploy/cli.py`` puts them together."""
