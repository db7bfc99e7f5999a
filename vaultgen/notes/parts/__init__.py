"""The parts of a note, each made from a profile and left out when there is nothing to say."""
