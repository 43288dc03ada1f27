"""Forms for people without a system of their own: every verb, recorded through the same door as any event."""
