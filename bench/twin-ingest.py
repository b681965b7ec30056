"""What an office would write to bring in the same files: every cell of the benchmark's tables read
by its type and written as UTF-8 CSV. twin-ingest.py csv|openpyxl FILE"""
import csv
import sys
from decimal import Decimal

TYPES = {
    "unit_id": str, "unit_name": str, "region": str, "month": "month", "category": str,
    "budget": Decimal, "spent": Decimal, "explanation": str,
}


def month(text):
    year, number = text.split("-")
    if len(year) != 4 or not 1 <= int(number) <= 12:
        raise ValueError(text)
    return text


def typed(kind, text):
    if text == "" or kind is str:
        return text
    if kind == "month":
        return month(text)
    kind(text)  # a number stays as it is written
    return text


def from_csv(path):
    out = csv.writer(sys.stdout, lineterminator="\n")
    with open(path, encoding="gb18030", newline="") as file:
        rows = csv.reader(file)
        header = next(rows)
        kinds = [TYPES[name] for name in header]
        out.writerow(header)
        for row in rows:
            if len(row) != len(header):
                raise ValueError(row)
            out.writerow([typed(k, cell) for k, cell in zip(kinds, row)])


def from_openpyxl(path):
    import openpyxl

    out = csv.writer(sys.stdout, lineterminator="\n")
    book = openpyxl.load_workbook(path, read_only=True)
    for row in book.worksheets[0].iter_rows(values_only=True):
        out.writerow(row)


{"csv": from_csv, "openpyxl": from_openpyxl}[sys.argv[1]](sys.argv[2])
