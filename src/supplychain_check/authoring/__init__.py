"""Tools for people who write packs: examples, a skeleton, why a level was reached, and what a change would do."""
