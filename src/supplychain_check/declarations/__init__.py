"""Questionnaire files to answers, the shipped forms, what answers are worth, and the check against a statement."""
