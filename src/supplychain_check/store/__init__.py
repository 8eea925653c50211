"""The database: the only room that knows SQL. `database` is its door."""
