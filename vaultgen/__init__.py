"""Structured records of actors and deals, turned into an Obsidian vault that people can edit."""

__version__ = "0.1.0"
