-- CZ-01 by hand for DuckDB: the same lines as twin.awk. @TABLE@ is the file. A run is told from the
-- next by how far a month's place among all of its unit differs from its place among those over.
with judged as (
    select unit_id, month, spent / budget - 1 > 0.15 as over_budget
    from read_csv('@TABLE@', header = true, quote = '', columns = {
        'unit_id': 'VARCHAR', 'unit_name': 'VARCHAR', 'region': 'VARCHAR', 'month': 'VARCHAR',
        'category': 'VARCHAR', 'budget': 'DOUBLE', 'spent': 'DOUBLE', 'explanation': 'VARCHAR'})
), placed as (
    select unit_id, month, over_budget,
        row_number() over (partition by unit_id order by month)
            - row_number() over (partition by unit_id, over_budget order by month) as streak
    from judged
), runs as (
    select unit_id, month,
        row_number() over (partition by unit_id, streak order by month) as run
    from placed
    where over_budget
)
select unit_id, month, run from runs where run >= 3;
