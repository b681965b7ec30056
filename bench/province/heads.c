/* The names of the tables and their columns, in the order of tables.csv. */
#include "province.h"

const struct head heads[TABLES] = {
    [SPENDING] = {"spending", "unit_id,unit_name,region,month,category,budget,spent,explanation"},
    [AWARDS] = {"awards", "project_id,project_name,region,category,price,award_date,supplier_id,"
                          "supplier_name,tender_id,buyer_id,amount,status"},
    [KIN_BUSINESS] = {"kin_business", "official_id,official_name,region,kin_relation,kin_company,"
                                      "kin_company_id,domain"},
    [REMIT] = {"remit", "official_id,domain"},
    [LAND] = {"land", "zone_id,zone_name,region,year,due,collected"},
    [TENDERS] = {"tenders", "tender_id,tender_name,region,buyer_id,buyer_name,agency_id,kind,"
                            "category,class_code,method,opened_on,deadline_on,deadline,awarded_on,"
                            "estimate,control_price,status,clauses,reason,approval_no"},
    [BIDS] = {"bids", "tender_id,bid_id,bidder_id,bidder_name,region,amount,currency,submitted_at,"
                      "status,reason,won,phone,address,legal_idno,manager_idno,account,ip,mac"},
    [EVALUATIONS] = {"evaluations", "tender_id,expert_id,expert_idno,bidder_id,region,score,"
                                    "buyer_rep,evaluated_on"},
    [SUPPLIERS] = {"suppliers", "supplier_id,supplier_name,region,account,phone,address,legal_idno,"
                                "registered_on"},
    [CONTRACTS] = {"contracts", "contract_id,tender_id,contract_name,region,buyer_id,buyer_name,"
                                "supplier_id,supplier_name,kind,category,class_code,signed_on,"
                                "awarded_on,completed_on,award_amount,amount,final_amount,status"},
    [ADDENDA] = {"addenda", "addendum_id,contract_id,region,signed_on,amount,reason,approval_no,"
                            "status"},
    [PURCHASES] = {"purchases", "purchase_id,buyer_id,buyer_name,region,supplier_id,supplier_name,"
                                "kind,category,method,purchased_on,amount,unit_price,invoice_no,"
                                "invoiced_on,framework_id,reason,approval_no,status,original_id"},
    [PAYMENTS] = {"payments", "payment_id,unit_id,unit_name,region,payee_id,payee_name,"
                              "payee_account,amount,paid_on,kind,original_id,category,purpose,"
                              "invoice_no,contract_id,approval_no,applicant_id,approver_id,"
                              "payer_id"},
    [BANK_FLOWS] = {"bank_flows", "flow_id,account_id,unit_id,unit_name,region,flow_on,direction,"
                                  "amount,counterparty_account,counterparty_name,"
                                  "counterparty_kind,summary,approval_no"},
    [VOUCHERS] = {"vouchers", "book,voucher_no,unit_id,unit_name,region,posted_on,month,amount,"
                              "summary,maker_id,checker_id,poster_id"},
    [BUDGETS] = {"budgets", "unit_id,unit_name,region,month,item,annual_budget,spent_to_date"},
    [CARD_CHARGES] = {"card_charges", "charge_id,card_id,holder_id,unit_id,unit_name,region,"
                                      "merchant_id,merchant_name,charged_on,amount,category,kind,"
                                      "original_id"},
    [SUBSIDY_FUNDS] = {"subsidy_funds", "unit_id,unit_name,region,programme,year,received,released,"
                                        "diverted,received_on,released_on,approval_no"},
    [INVOICES] = {"invoices", "invoice_no,invoice_code,seller_id,seller_name,buyer_id,region,"
                              "issued_on,amount,item,status,original_no"},
    [TAX_RETURNS] = {"tax_returns", "uscc,company_name,region,month,revenue,tax_paid,employees"},
    [INCOMES] = {"incomes", "idno,person_name,region,payer_id,payer_name,month,kind,income"},
    [COMPANIES] = {"companies", "uscc,company_name,region,legal_idno,legal_rep,phone,address,"
                                "founded_on,closed_on,capital,insured,domain,status"},
    [COMPANY_ROLES] = {"company_roles", "uscc,person_id,person_name,region,role,share,from_on,"
                                        "to_on"},
    [DEBARMENTS] = {"debarments", "party_id,region,from_on,to_on,kind"},
    [SOCIAL_INSURANCE] = {"social_insurance", "idno,person_name,region,employer_id,employer_name,"
                                              "month,kind,base"},
    [PAYROLL] = {"payroll", "idno,person_id,person_name,unit_id,unit_name,region,month,kind,pay,"
                            "account,phone,address"},
    [BENEFICIARIES] = {"beneficiaries", "idno,person_name,household_id,region,programme,month,"
                                        "amount,paid_on,account,account_idno,approver_id,"
                                        "approved_on,unit_id,declared"},
    [DEATHS] = {"deaths", "idno,person_name,region,died_on,reported_on"},
    [KIN_TABLE] = {"kin", "official_id,official_idno,kin_idno,kin_name,region,relation"},
    [VEHICLES] = {"vehicles", "idno,plate_id,region,kind,value,registered_on,ended_on"},
    [PROPERTY] = {"property", "idno,property_id,region,kind,area,value,registered_on,ended_on"},
    [LAND_PARCELS] = {"land_parcels", "parcel_id,zone_id,region,user_id,user_name,method,land_use,"
                                      "area,appraised,price,contract_on,due_on,paid,paid_on,"
                                      "certified_on,plot_ratio,built_ratio,topped_up"},
    [LAND_REDUCTIONS] = {"land_reductions", "reduction_id,parcel_id,region,user_id,kind,amount,"
                                            "approval_no,approved_on,executed_on,level,reason"},
    [HOUSING_REPAIRS] = {"housing_repairs", "repair_id,idno,person_name,region,unit_id,unit_name,"
                                            "year,danger,entitled,received,account,account_idno,"
                                            "approved_on,finished_on,paid_on,approver_id"},
    [MARKET_PRICES] = {"market_prices", "category,region,month,price"},
    [OFFICIALS] = {"officials", "official_id,idno,official_name,region,unit_id,unit_name,rank,post,"
                                "status,since,left_on"},
    [POSITIONS] = {"positions", "official_id,idno,region,org_id,org_name,org_kind,post,from_on,"
                                "to_on,approval_no,pay"},
    [SOE_DEALS] = {"soe_deals", "deal_id,enterprise_id,enterprise_name,region,party_id,party_name,"
                                "direction,category,method,signed_on,amount,unit_price,appraised,"
                                "approver_id,disclosed,approval_no"},
    [SOE_STAFF] = {"soe_staff", "enterprise_id,person_id,idno,region,role,from_on,left_on"},
    [RELATED_PARTIES] = {"related_parties", "enterprise_id,party_id,region,relation,from_on"},
    [OVERSEAS_INVESTMENTS] = {"overseas_investments",
                              "investment_id,investment_name,enterprise_id,enterprise_name,region,"
                              "country,amount,planned_amount,studied_on,reviewed_on,party_on,"
                              "board_on,filed_on,paid_on,loss,audited_on"},
    [AUDIT_FINDINGS] = {"audit_findings", "finding_id,unit_id,unit_name,region,found_on,category,"
                                          "amount,due_on,rectified_on,project"},
    [PERMITS] = {"permits", "permit_id,power_code,power_name,region,office_id,office_name,level,"
                            "applicant_id,applicant_name,scale,accepted_on,decided_on,"
                            "suspended_days,result,approver_id,reviewer_id,acceptor_id,"
                            "delegation_no"},
    [POWER_LIST] = {"power_list", "power_code,level,power_name,scale_limit,limit_days"},
    [POWER_STEPS] = {"power_steps", "power_code,step,seq"},
    [PERMIT_STEPS] = {"permit_steps", "permit_id,step,region,done_on,person_id"},
    [PENALTIES] = {"penalties", "penalty_id,region,office_id,office_name,party_id,party_name,"
                                "offence,circumstance,opened_on,decided_on,amount,minimum,maximum,"
                                "officer_id,officer2_id,video,photos,legal_review,hearing,reason,"
                                "inspection_id"},
    [INSPECTIONS] = {"inspections", "inspection_id,region,office_id,office_name,target_id,"
                                    "target_name,domain,inspected_on,random,origin,officer_id,"
                                    "officer2_id,video,photos,found,penalty_id,corrected_on"},
    [TRUTH] = {"truth", "case_id,scenario,kind,tables,subject_kind,subject,period,note,also"},
    [LOOKALIKES] = {"lookalikes", "case_id,scenario,kind,tables,subject_kind,subject,period,note,"
                                  "also"},
};
