"""Recipes by which hosts build and publish a site."""
