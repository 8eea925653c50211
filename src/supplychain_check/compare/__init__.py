"""Assessments side by side: supplier by supplier, or year by year."""
