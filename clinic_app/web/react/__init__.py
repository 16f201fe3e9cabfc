"""Wrappers of React libraries; their small JSX stands in assets/."""
