"""The tool measured against people: label files, coding sheets, agreement figures and corrected rates."""
