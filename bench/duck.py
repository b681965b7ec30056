"""What the duckdb command does with -csv -noheader, for where only its Python module is."""
import csv
import sys

import duckdb

out = csv.writer(sys.stdout, lineterminator="\n")
connection = duckdb.connect()
for statement in duckdb.extract_statements(sys.stdin.read()):
    rows = connection.execute(statement).fetchall()
    if statement.type == duckdb.StatementType.SELECT:
        out.writerows(rows)
