"""What people see: pages and tables, in Rich, which nothing else here loads."""
