"""The running assistant: ears, voice, dialogue, triage."""
