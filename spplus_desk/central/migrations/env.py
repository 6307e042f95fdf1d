"""Alembic's entry: runs the scripts on the connection that `schema.migrate` gives, in its transaction."""

from alembic import context

from spplus_desk.central.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
