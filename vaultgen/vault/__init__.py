"""The vault on disk: what stands in it, the plan that brings it up to date, the one module that writes."""
