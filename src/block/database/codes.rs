//! What can be wrong with a database.

use crate::diag::Code;

pub(super) const CODES: &[&Code] = &[
    &ENGINE_VERSION,
    &ENGINE_VERSION_NEW,
    &ENGINE_VERSION_WITHDRAWN,
    &WRITE_FORWARDING_UNSUPPORTED,
    &DATABASE_SIZE,
    &SERVERLESS_MINIMUM,
    &DATABASE_UNAVAILABLE,
    &STANDBY_SMALLER_THAN_WRITER,
    &DATABASE_READERS,
    &DATABASE_READ_ONLY,
    &DATABASE_REGION,
    &DATABASE_NAME,
    &DATABASE_NAME_TOO_LONG,
];

pub(super) static ENGINE_VERSION: Code = Code::error(
    "engine-version",
    "a database has a version of Aurora",
    "All regions of a global database run one version, and topogen sets it in one place. `data/aurora.toml` \
     lists what is on offer and what has been withdrawn, and says as of when.",
);

pub(super) static ENGINE_VERSION_WITHDRAWN: Code = Code::warning(
    "engine-version-withdrawn",
    "a new database has a version that Aurora still offers",
    "AWS withdraws minor versions. Clusters that run on one go on, and new ones are refused: a database, or a region \
     of it, that is made from here on needs a version that is on offer. `data/aurora.toml` has the source and its date.",
);

pub(super) static ENGINE_VERSION_NEW: Code = Code::warning(
    "engine-version-new",
    "an engine version is one that topogen knows",
    "The version is newer than topogen's table. It is used as it stands; whether AWS offers it, and in every \
     region, shows when it is applied.",
);

pub(super) static WRITE_FORWARDING_UNSUPPORTED: Code = Code::error(
    "write-forwarding-unsupported",
    "a database that forwards writes has a version that can",
    "Aurora PostgreSQL forwards writes from 14.9, 15.4 and 16.1 on.",
);

pub(super) static DATABASE_SIZE: Code = Code::error(
    "database-size",
    "a database has instances of a class or a serverless capacity",
    "Write either `class` (`db.<family>.<size>`) or `serverless = { min = …, max = … }` in capacity units from \
     0.5 to 256 by halves, 2 GiB of memory each. Aurora's 0, which pauses, is not for a database that is watched and \
     replicated. A cluster has up to 16 instances; home has at least one.",
);

pub(super) static SERVERLESS_MINIMUM: Code = Code::warning(
    "serverless-minimum",
    "the least capacity carries what else is switched on",
    "Performance Insights, which every database here has, asks for at least 2 capacity units; the region of a \
     global database that writes for at least 8, and any of its regions may come to write. Both are what the user \
     guide of Aurora recommends, subject to change: these features cost resources even where nobody asks.",
);

pub(super) static DATABASE_UNAVAILABLE: Code = Code::error(
    "database-unavailable",
    "every region in use offers the database and its class",
    "A region may lack an engine or an instance family, and global databases do not run on the burstable \
     families (`t3`, `t4g`). The families of each region are vendored; `data/regions.toml` names the source.",
);

pub(super) static STANDBY_SMALLER_THAN_WRITER: Code = Code::warning(
    "standby-smaller-than-writer",
    "every region's instances are at least as large as home's",
    "After a failover any region's instances may be those that write. If they are smaller than home's, the \
     database is too small exactly when it matters. Sizes are vCPU and memory of the class: *Hardware specifications \
     for DB instance classes for Aurora* (Amazon Aurora user guide, 2026-11).",
);

pub(super) static DATABASE_READERS: Code = Code::error(
    "database-readers",
    "a global database has no more readers than Aurora allows",
    "A global database has at most 10 secondary regions, each with at most 16 readers. The region that writes has at most 15 readers \
     less one for each secondary region. Source: *Configuration requirements of an Amazon Aurora global database* \
     (Amazon Aurora user guide, 2026-11).",
);

pub(super) static DATABASE_READ_ONLY: Code = Code::warning(
    "database-read-only",
    "a service that writes in its own region has a database that takes writes there",
    "One cluster of a global database takes writes, and the regions' networks are not connected: a task \
     elsewhere cannot reach it. With write forwarding the cluster of its own region passes writes on; else the \
     service itself has to, to the region that `TOPOLOGY_WRITER_PARAMETER` names.",
);

pub(super) static DATABASE_REGION: Code = Code::error(
    "database-region",
    "what differs by region differs in a region other than home",
    "`regions.<region>` under a database says what is different there. Home's instances and class are those of \
     the database itself.",
);

pub(super) static DATABASE_NAME: Code = Code::error(
    "database-name",
    "a database's name is letters and digits",
    "Aurora takes 1 to 63 letters and digits, starting with a letter, and for PostgreSQL underscores as well. \
     Names of the engines' own databases are taken.",
);

pub(super) static DATABASE_NAME_TOO_LONG: Code = Code::error(
    "database-name-too-long",
    "a database's names fit into 63 characters",
    "An instance is called `<name>-<database>-<region>-<number>` and has at most 63 characters. The user that \
     services sign in as is called `<name>_<database>`; MySQL gives it at most 32.",
);
