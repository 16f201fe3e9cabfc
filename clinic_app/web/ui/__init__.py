"""The design system: props in, pixels out, no state."""
