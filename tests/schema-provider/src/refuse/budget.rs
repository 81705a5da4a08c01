//! A budget is in one unit, with one limit, filtered by what costs can be told apart by.
//!
//! Sources: botocore 1.44 of Budgets, `Budget` (`BudgetLimit`, `PlannedBudgetLimits`, `AutoAdjustData`, `CostFilters`), `TimePeriod` and `Spend`; Cost Management user guide, "Budget filters"
//! (a tag is `user:Key$value`).

use aws_catalogue::Value;

use super::{Rule, refused, said};
use crate::account::{Account, Object};
use crate::problem::Problem;

pub(super) const RULE: Rule = Rule { name: "budget", on: &["aws_budgets_budget"], check };

const FILTERS: [&str; 19] = [
    "AZ",
    "BillingEntity",
    "CacheEngine",
    "CostCategory",
    "DatabaseEngine",
    "InstanceType",
    "InstanceTypeFamily",
    "InvoicingEntity",
    "LegalEntityName",
    "LinkedAccount",
    "Operation",
    "OperatingSystem",
    "PurchaseType",
    "RecordType",
    "Region",
    "Service",
    "TagKeyValue",
    "UsageType",
    "UsageTypeGroup",
];

fn check(object: Object<'_>, _: &Account) -> Result<(), Problem> {
    let answer = wrong(object.after).map(|answer| format!("InvalidParameterException: {answer}"));
    refused("Budgets refuses it", answer)
}

fn wrong(budget: &Value) -> Option<String> {
    let kind = said(budget, "budget_type")?;
    let unit = said(budget, "limit_unit");
    if kind == "COST" && unit.is_some_and(|unit| unit != "USD") {
        return Some(format!("the unit of a budget of costs is USD, not {unit:?}"));
    }
    let (limit, planned, adjusts) = (
        said(budget, "limit_amount").is_some(),
        !budget.get("planned_limit").is_absent(),
        !budget.get("auto_adjust_data").is_absent(),
    );
    if [limit, planned, adjusts].into_iter().filter(|one| *one).count() > 1 {
        return Some("a budget has a limit, planned limits, or adjusts itself".to_owned());
    }
    let used = kind.ends_with("_UTILIZATION") || kind.ends_with("_COVERAGE");
    if used && said(budget, "limit_amount").is_some_and(|limit| limit.parse() != Ok(100.0_f64)) {
        return Some("the limit of such a budget is 100 percent".to_owned());
    }
    let (start, end) = (said(budget, "time_period_start"), said(budget, "time_period_end"));
    if start.zip(end).is_some_and(|(start, end)| start > end) {
        return Some("the start date must come before the end date".to_owned());
    }
    budget.get("cost_filter").items().iter().find_map(|filter| {
        let name = filter.get("name").text()?;
        let mut values = filter.get("values").texts();
        let untagged = name == "TagKeyValue" && values.any(|tag| !tag.contains('$'));
        (untagged || !FILTERS.contains(&name)).then(|| format!("Invalid filter {name}"))
    })
}
