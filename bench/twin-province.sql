-- The questions of bench/pack-province for DuckDB, a statement each, a row being a question and a
-- subject. @DIR@ is where the tables are, @THREADS@ how many threads, @KIND@ is `view` (each
-- statement reads the files that it needs) or `table` (each file is read once, and what is needed
-- of it kept). Amounts are DOUBLE, as read_csv itself takes them.
set threads = @THREADS@;
create @KIND@ tenders as select tender_id, method
    from read_csv('@DIR@/tenders.csv', header = true, quote = '"', types = {'tender_id': 'VARCHAR'});
create @KIND@ bids as select tender_id, bidder_id, amount, status, won, phone
    from read_csv('@DIR@/bids.csv', header = true, quote = '"', types = {'tender_id': 'VARCHAR',
        'bidder_id': 'VARCHAR', 'amount': 'DOUBLE', 'won': 'VARCHAR', 'phone': 'VARCHAR'});
create @KIND@ contracts as select contract_id, buyer_id, supplier_id, category, signed_on, amount
    from read_csv('@DIR@/contracts.csv', header = true, quote = '"', types = {
        'contract_id': 'VARCHAR', 'buyer_id': 'VARCHAR', 'supplier_id': 'VARCHAR',
        'signed_on': 'DATE', 'amount': 'DOUBLE'});
create @KIND@ purchases as select buyer_id, supplier_id, method, purchased_on, amount
    from read_csv('@DIR@/purchases.csv', header = true, quote = '"', types = {
        'buyer_id': 'VARCHAR', 'supplier_id': 'VARCHAR', 'purchased_on': 'DATE',
        'amount': 'DOUBLE'});
create @KIND@ awards as select project_id, category, price
    from read_csv('@DIR@/awards.csv', header = true, quote = '"', types = {
        'project_id': 'VARCHAR', 'price': 'DOUBLE'});
create @KIND@ payments as select payment_id, unit_id, payee_id, amount, paid_on, kind, contract_id,
        applicant_id, approver_id, payer_id
    from read_csv('@DIR@/payments.csv', header = true, quote = '"', types = {
        'payment_id': 'VARCHAR', 'unit_id': 'VARCHAR', 'payee_id': 'VARCHAR', 'amount': 'DOUBLE',
        'paid_on': 'DATE', 'contract_id': 'VARCHAR', 'applicant_id': 'VARCHAR',
        'approver_id': 'VARCHAR', 'payer_id': 'VARCHAR'});
create @KIND@ spending as select unit_id, month, budget, spent
    from read_csv('@DIR@/spending.csv', header = true, quote = '"', types = {'unit_id': 'VARCHAR',
        'month': 'VARCHAR', 'budget': 'DOUBLE', 'spent': 'DOUBLE'});
create @KIND@ beneficiaries as select idno, programme, paid_on
    from read_csv('@DIR@/beneficiaries.csv', header = true, quote = '"', types = {
        'idno': 'VARCHAR', 'paid_on': 'DATE'});
create @KIND@ payroll as select idno
    from read_csv('@DIR@/payroll.csv', header = true, quote = '"', types = {'idno': 'VARCHAR'});
create @KIND@ deaths as select idno, died_on
    from read_csv('@DIR@/deaths.csv', header = true, quote = '"', types = {'idno': 'VARCHAR',
        'died_on': 'DATE'});
create view valid_bids as select * from bids where status = '有效' and amount is not null;

-- Q01
select 'Q01', tender_id from bids
where status not in ('受邀', '撤回') and status is not null
    and tender_id in (select tender_id from tenders where method = '公开招标')
group by tender_id having count(distinct bidder_id) <= 1;

-- Q02
select 'Q02', tender_id from valid_bids group by tender_id having count(*) > count(distinct amount);

-- Q03: quartiles of type 8
with results as (
    select tender_id, min(amount) filter (where won = '是') as winning,
        min(amount) filter (where won <> '是') as second
    from valid_bids group by tender_id
    having count(*) filter (where won = '是') = 1 and count(*) > 1 and count(won) = count(*)
), distances as (
    select tender_id, (second - winning) / winning as d from results where second >= winning
), sorted as (
    select list_sort(list(d)) as a, count(*) as n from distances
), quartiles as (
    select a[floor((n + 1 / 3) * 0.25 + 1 / 3)::int] as lower1,
        a[floor((n + 1 / 3) * 0.25 + 1 / 3)::int + 1] as upper1,
        (n + 1 / 3) * 0.25 + 1 / 3 - floor((n + 1 / 3) * 0.25 + 1 / 3) as part1,
        a[floor((n + 1 / 3) * 0.75 + 1 / 3)::int] as lower3,
        a[floor((n + 1 / 3) * 0.75 + 1 / 3)::int + 1] as upper3,
        (n + 1 / 3) * 0.75 + 1 / 3 - floor((n + 1 / 3) * 0.75 + 1 / 3) as part3
    from sorted
), fence as (
    select q1 - 1.5 * (q3 - q1) as low from (
        select lower1 + part1 * (upper1 - lower1) as q1, lower3 + part3 * (upper3 - lower3) as q3
        from quartiles)
)
select 'Q03', tender_id from distances, fence where d <= low and low > 0;

-- Q04
select 'Q04', tender_id from valid_bids
group by tender_id having count(*) >= 3 and stddev_samp(amount) / avg(amount) < 0.06;

-- Q05
select distinct 'Q05', a.bidder_id || '|' || b.bidder_id
from valid_bids a join valid_bids b using (tender_id, phone)
where a.bidder_id < b.bidder_id;

-- Q06
select 'Q06', a.bidder_id || '|' || b.bidder_id
from valid_bids a join valid_bids b using (tender_id)
where a.bidder_id < b.bidder_id and (a.won = '是' or b.won = '是')
group by a.bidder_id, b.bidder_id
having count(*) >= 5 and avg((a.won = '是')::int) not between 0.2 and 0.8;

-- Q07
with windows as (
    select buyer_id, supplier_id, sum(amount) over (
        partition by buyer_id, supplier_id order by purchased_on
        range between current row and interval 30 days following) as spent
    from purchases where method = '直接发包' and amount <= 500000
)
select distinct 'Q07', buyer_id || '|' || supplier_id from windows where spent > 500000;

-- Q08
with windows as (
    select payee_id, amount, count(*) over (
        partition by payee_id, amount order by paid_on
        range between current row and interval 30 days following) as paid
    from payments where kind = '付款' and payee_id is not null and amount is not null
)
select distinct 'Q08', payee_id || '|' || regexp_replace(amount::varchar, '\.0$', '')
from windows where paid >= 2;

-- Q09
with paid as (
    select contract_id, sum(amount) as paid from payments where contract_id is not null
    group by contract_id
)
select distinct 'Q09', contract_id from contracts join paid using (contract_id) where paid > amount;

-- Q10
with spend as (
    select buyer_id, supplier_id, sum(amount) as spent, count(*) as n
    from contracts group by buyer_id, supplier_id
), shares as (
    select buyer_id, supplier_id, spent / sum(spent) over (partition by buyer_id) as share,
        sum(n) over (partition by buyer_id) as n
    from spend
)
select 'Q10', buyer_id || '|' || supplier_id from shares where n >= 3 and share >= 0.5;

-- Q11: a run is told from the next by how far a month's place among all of its unit differs from
-- its place among those over
with judged as (
    select unit_id, month, sum(spent) / sum(budget) - 1 > 0.15 as over_budget
    from spending group by unit_id, month
), placed as (
    select unit_id, month, over_budget,
        row_number() over (partition by unit_id order by month)
            - row_number() over (partition by unit_id, over_budget order by month) as streak
    from judged
), runs as (
    select unit_id, month, row_number() over (partition by unit_id, streak order by month) as run
    from placed where over_budget
)
select distinct 'Q11', unit_id from runs where run >= 3;

-- Q11 exactly: the same without division, in decimals
with judged as (
    select unit_id, month,
        sum(spent::decimal(18, 2)) * 100 > sum(budget::decimal(18, 2)) * 115 as over_budget
    from spending group by unit_id, month
), placed as (
    select unit_id, month, over_budget,
        row_number() over (partition by unit_id order by month)
            - row_number() over (partition by unit_id, over_budget order by month) as streak
    from judged
), runs as (
    select unit_id, month, row_number() over (partition by unit_id, streak order by month) as run
    from placed where over_budget
)
select distinct 'Q11', unit_id from runs where run >= 3;

-- Q12
select distinct 'Q12', idno from beneficiaries
where programme in ('低保', '特困') and idno in (select idno from payroll);

-- Q13
select distinct 'Q13', idno from beneficiaries join deaths using (idno) where paid_on > died_on;

-- Q14
with priced as (
    select project_id, price / avg(price) over (partition by category) - 1 as above from awards
)
select distinct 'Q14', project_id from priced where above > 0.2;

-- Q15
select distinct 'Q15', unit_id from (
    select unit_id from payments group by unit_id, year(paid_on)
    having count(*) >= 10
        and sum(case when month(paid_on) = 12 then amount else 0 end) / sum(amount) >= 0.3);

-- Q16
select distinct 'Q16', payment_id from payments
where applicant_id = approver_id or approver_id = payer_id;
