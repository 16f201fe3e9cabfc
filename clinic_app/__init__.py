"""Polyclinic: one web app in which many clinics each run their whole day."""
