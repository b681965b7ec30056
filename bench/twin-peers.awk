# GC-02 by hand, in whole cents: reads the table twice and prints the project of each award that
# is more than 20% above the mean of its kind.
BEGIN { FS = "," }
FNR == 1 {
    pass++
    for (i = 1; i <= NF; i++)
        column[$i] = i
    project = column["project_id"]; kind = column["category"]; price = column["price"]
    next
}
{ cents = int($price * 100 + 0.5) }
pass == 1 { sum[$kind] += cents; n[$kind]++; next }
cents * n[$kind] * 5 > sum[$kind] * 6 && n[$kind] >= 5 { print $project }
