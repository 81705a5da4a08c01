//! Values with their places, and what is wrong with one whatever it means.

use std::{borrow::Cow, ops::Deref};

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Deserialize;
use toml::Spanned;

use crate::{
    diag::{Code, Diagnostic, Diagnostics},
    source::Span,
};

/// A value with its place, if the file has it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(transparent)]
pub(crate) struct Field<T>(Option<Spanned<T>>);

impl<T> Default for Field<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Deref for Field<T> {
    type Target = Option<Spanned<T>>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

/// The schema of the value: TOML has no null.
impl<T: JsonSchema> JsonSchema for Field<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<T>()
    }

    // The derive asks this of a field's type to know what may be absent, and `required` says the contrary.
    fn _schemars_private_is_option() -> bool {
        true
    }
}

/// Named tables, such as `[services.api]`, in the file's order.
pub(crate) type Named<T> = IndexMap<Spanned<String>, Spanned<T>>;

pub(crate) static WRONG_VALUE: Code = Code::error(
    "wrong-value",
    "every value has the type and the form that its key asks for",
    "The value has another TOML type than its key takes, is out of range, or is not one of the \
     allowed words. `topogen schema` prints what each key takes.",
);

pub(crate) static MISSING_KEY: Code = Code::error(
    "missing-key",
    "every table has the keys without which it means nothing",
    "Only what has no sensible default is required: name, tier, home and regions at the top, and \
     what makes a service, a table or a state bucket one.",
);

pub(crate) static SETTING_WITHOUT_EFFECT: Code = Code::error(
    "setting-without-effect",
    "every setting has an effect",
    "A setting that another one switches off is a wish that is silently ignored, so it is an error.",
);

/// The value of a key that must be there; its absence is a finding at `table`.
pub(crate) fn required<'a, T>(
    value: Option<&'a T>,
    key: &str,
    table: Span,
    diags: &mut Diagnostics,
) -> Option<&'a T> {
    if value.is_none() && !diags.is_wrong(table, key) {
        diags.push(
            Diagnostic::new(&MISSING_KEY, table, format!("`{key}` is missing"))
                .help(format!("add `{key} = …`; `topogen schema` says what it takes")),
        );
    }
    value
}

/// The place of an optional value, else of its table.
pub(crate) fn place<T>(field: Option<&Spanned<T>>, table: Span) -> Span {
    field.map_or(table, |value| value.span().into())
}
