//! What an account remembers and forgets.

use super::*;

fn table(name: &str) -> Value {
    let mut table = Value::Map(BTreeMap::new());
    table.set("name", name.into());
    table.set("id", name.into());
    table
}

fn change(store: &Store, region: &str, before: &Value, after: &Value) -> bool {
    changed(store, "aws_dynamodb_table", region, before, after)
}

fn changed(store: &Store, kind: &str, region: &str, before: &Value, after: &Value) -> bool {
    let object = Object { kind, region, before, after };
    let mut account = store.lock().unwrap();
    account.free(object).is_ok() && account.remember(object, 7).is_ok()
}

#[test]
fn a_name_is_free_again_when_its_object_is_gone() {
    let folder = tempfile::tempdir().unwrap();
    // As two roots see it.
    let [one, other] = [(); 2].map(|()| Store::open(folder.path()));
    let users = table("users");
    let none = Value::Null;
    assert!(change(&one, "eu-west-1", &none, &users));
    assert!(!change(&other, "eu-west-1", &none, &users));
    assert!(change(&other, "eu-west-2", &none, &users));
    assert!(change(&other, "eu-west-1", &users, &users));
    assert_eq!(one.now().unwrap().all("aws_dynamodb_table").count(), 2);
    assert_eq!(one.now().unwrap().meant_by("users").count(), 2);
    assert!(change(&one, "eu-west-1", &users, &none));
    assert!(change(&other, "eu-west-1", &none, &users));
    assert_eq!(one.now().unwrap().made(7), 3);
}

#[test]
fn a_name_stays_taken_until_time_has_passed() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path());
    let mut secret = table("login");
    secret.set("recovery_window_in_days", Value::Number(7.into()));
    let (none, kind) = (Value::Null, "aws_secretsmanager_secret");
    assert!(changed(&store, kind, "eu-west-1", &none, &secret));
    assert!(changed(&store, kind, "eu-west-1", &secret, &none));
    assert_eq!(store.now().unwrap().leaving(kind).count(), 1);
    store.lock().unwrap().pass(7 * 86_400 - 1).unwrap();
    assert!(!changed(&store, kind, "eu-west-1", &none, &secret));
    store.lock().unwrap().pass(1).unwrap();
    assert!(changed(&store, kind, "eu-west-1", &none, &secret));
}

#[test]
fn a_bucket_has_its_name_in_all_regions() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path());
    let mut bucket = table("logs");
    bucket.set("bucket", "logs".into());
    let none = Value::Null;
    assert!(changed(&store, "aws_s3_bucket", "eu-west-1", &none, &bucket));
    assert!(!changed(&store, "aws_s3_bucket", "eu-west-2", &none, &bucket));
}

#[test]
fn a_cluster_leaves_its_last_snapshot_behind() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path());
    let mut cluster = table("orders");
    cluster.set("cluster_identifier", "orders".into());
    cluster.set("final_snapshot_identifier", "orders-final".into());
    cluster.set("skip_final_snapshot", Value::Bool(false));
    let none = Value::Null;
    assert!(changed(&store, "aws_rds_cluster", "eu-west-1", &none, &cluster));
    assert!(changed(&store, "aws_rds_cluster", "eu-west-1", &cluster, &none));
    assert_eq!(store.now().unwrap().all("aws_db_cluster_snapshot").count(), 1);
}

#[test]
fn what_a_killed_run_left_of_a_line_is_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(journal::FILE);
    let store = Store::open(folder.path());
    assert!(change(&store, "eu-west-1", &Value::Null, &table("users")));
    let whole = std::fs::read(&file).unwrap();
    std::fs::write(&file, [whole.as_slice(), br#"{"Is":{"ke"#].concat()).unwrap();
    let store = Store::open(folder.path());
    assert_eq!(store.now().unwrap().everything().count(), 1);
    assert!(change(&store, "eu-west-1", &Value::Null, &table("orders")));
    assert_eq!(Store::open(folder.path()).now().unwrap().everything().count(), 2);
}
