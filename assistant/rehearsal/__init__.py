"""A scripted patient, in virtual time: no sound card and no waiting."""
