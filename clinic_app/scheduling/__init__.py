"""Scheduling: who works when, what is offered where, and every visit."""
