"""Run by alembic for every migration; nothing imports it. `migrate` hands over its open connection."""

from alembic import context

from supplychain_check.store.rows import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
