# CZ-01 by hand, for a table whose rows come in order of months with every month there: prints
# unit, month and run for each period in which 3 or more consecutive months were over budget by
# more than 15%. Knows no quotes, blanks or gaps.
BEGIN { FS = OFS = "," }
NR == 1 {
    for (i = 1; i <= NF; i++)
        column[$i] = i
    unit = column["unit_id"]; month = column["month"]
    budget = column["budget"]; spent = column["spent"]
    next
}
$spent / $budget - 1 > 0.15 {
    if (++run[$unit] >= 3)
        print $unit, $month, run[$unit]
    next
}
{ run[$unit] = 0 }
