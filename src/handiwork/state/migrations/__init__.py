"""The steps from an empty state database to the present tables; forward only, run by Alembic."""
