"""The way into a clinic: invited by mail, accepted or joined."""
