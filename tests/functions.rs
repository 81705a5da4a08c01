//! The code of the functions that topogen emits, run as Lambda would run it.

#![allow(clippy::unwrap_used, reason = "a failure here is a failed test")]

mod support;

use std::{collections::BTreeSet, fs, process::Command};

use support::{render, root, topologies};

/// The archive is what Lambda gets, the source is what people review.
#[test]
fn every_archive_holds_the_source_beside_it() {
    let mut archives = BTreeSet::new();
    for (_, text) in topologies() {
        let tree = render(&text);
        for (path, content) in tree.contents().filter(|(_, content)| content.text().is_none()) {
            let source = path.replace(".zip", ".py");
            let (_, code) = tree.files().find(|(path, _)| *path == source).unwrap();
            archives.insert((path.to_owned(), content.bytes().to_vec(), code.to_owned()));
        }
    }
    assert!(!archives.is_empty());
    for (path, bytes, code) in archives {
        let folder = tempfile::tempdir().unwrap();
        let archive = folder.path().join("code.zip");
        fs::write(&archive, bytes).unwrap();
        let python = "import sys, zipfile\n\
                      archive = zipfile.ZipFile(sys.argv[1])\n\
                      assert archive.testzip() is None\n\
                      (one,) = archive.infolist()\n\
                      assert one.external_attr >> 16 == 0o100644, one\n\
                      sys.stdout.buffer.write(archive.read(one))\n\
                      sys.stderr.write(one.filename)";
        let output = Command::new("python3").args(["-c", python]).arg(&archive).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(String::from_utf8(output.stdout).unwrap(), code, "{path}");
        let name = path.rsplit('/').next().unwrap().replace(".zip", ".py");
        assert_eq!(String::from_utf8(output.stderr).unwrap(), name);
    }
}

/// Batches of CloudWatch Logs against a Firehose that is made up: `tests/functions/test_splitter.py`.
#[test]
fn the_splitter_hands_every_line_over() {
    let archive = root().join("golden/prod/modules/logs/regional/splitter.zip");
    let test = root().join("tests/functions/test_splitter.py");
    let output = Command::new("python3").arg("-B").arg(test).arg(archive).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("Ran 12 tests"), "{said}");
}
