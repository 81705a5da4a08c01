//! What the capacity of a topology is worth when regions are lost, for people and for machines.
//!
//! In: a checked topology and, maybe, the regions that somebody lost. Out: a [`Report`], shown by
//! `text`, `markdown` and `json`. The arithmetic is that of `size`.

mod document;
mod findings;
mod json;
mod markdown;
mod mend;
mod piece;
mod quota;
mod report;
mod text;
mod verdict;

pub(crate) use self::{
    findings::{CODES, findings, forecast},
    json::Document,
    markdown::markdown,
    report::{AfterLoss, Report},
    text::{Marks, text},
};
