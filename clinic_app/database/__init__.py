"""The way to PostgreSQL: engine, transactions that carry the tenant, scoped queries."""
