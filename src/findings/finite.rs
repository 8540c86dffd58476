//! A serialiser that writes nothing and refuses numbers that are not finite, which JSON would turn into `null`.

use serde::Serialize;
use serde::ser::{
    Error as _, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

type Error = serde_json::Error;
type Checked = Result<(), Error>;

/// Why a value is refused, before any name stands in front of it.
const REFUSED: &str = " is not a finite number";

/// Looks at every number of a value.
pub struct Finite;

/// Looks at the parts of a list or of a group, and says which one is refused.
pub struct Parts {
    next: usize,
    key: String,
}

impl Parts {
    fn new() -> Self {
        Self { next: 0, key: String::new() }
    }

    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Checked {
        self.next += 1;
        named(&(self.next - 1).to_string(), value)
    }
}

/// Checks a value that has a name.
fn named<T: Serialize + ?Sized>(name: &str, value: &T) -> Checked {
    value.serialize(Finite).map_err(|error| {
        let said = error.to_string();
        let dot = if said.starts_with(' ') { "" } else { "." };
        Error::custom(format!("{name}{dot}{said}"))
    })
}

/// Values of these kinds are never refused.
macro_rules! passed {
    ($($function:ident: $kind:ty),* $(,)?) => {
        $(fn $function(self, _: $kind) -> Checked { Ok(()) })*
    };
}

impl Serializer for Finite {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Parts;
    type SerializeTuple = Parts;
    type SerializeTupleStruct = Parts;
    type SerializeTupleVariant = Parts;
    type SerializeMap = Parts;
    type SerializeStruct = Parts;
    type SerializeStructVariant = Parts;

    passed! {
        serialize_bool: bool, serialize_char: char, serialize_str: &str, serialize_bytes: &[u8],
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64,
        serialize_unit_struct: &'static str,
    }

    fn serialize_f32(self, value: f32) -> Checked {
        self.serialize_f64(f64::from(value))
    }

    fn serialize_f64(self, value: f64) -> Checked {
        if value.is_finite() { Ok(()) } else { Err(Error::custom(REFUSED)) }
    }

    fn serialize_none(self) -> Checked {
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Checked {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Checked {
        Ok(())
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, _: &'static str) -> Checked {
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Checked {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        value: &T,
    ) -> Checked {
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Parts, Error> {
        Ok(Parts::new())
    }

    fn serialize_tuple(self, _: usize) -> Result<Parts, Error> {
        Ok(Parts::new())
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Parts, Error> {
        Ok(Parts::new())
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Parts, Error> {
        Ok(Parts::new())
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Parts, Error> {
        Ok(Parts::new())
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Parts, Error> {
        Ok(Parts::new())
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Parts, Error> {
        Ok(Parts::new())
    }
}

/// Lists, whose parts have numbers.
macro_rules! lists {
    ($($kind:ident: $function:ident),* $(,)?) => {
        $(impl $kind for Parts {
            type Ok = ();
            type Error = Error;

            fn $function<T: Serialize + ?Sized>(&mut self, value: &T) -> Checked {
                self.item(value)
            }

            fn end(self) -> Checked {
                Ok(())
            }
        })*
    };
}

/// Groups, whose parts have names.
macro_rules! groups {
    ($($kind:ident),* $(,)?) => {
        $(impl $kind for Parts {
            type Ok = ();
            type Error = Error;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Checked {
                named(key, value)
            }

            fn end(self) -> Checked {
                Ok(())
            }
        })*
    };
}

lists! {
    SerializeSeq: serialize_element, SerializeTuple: serialize_element,
    SerializeTupleStruct: serialize_field, SerializeTupleVariant: serialize_field,
}
groups!(SerializeStruct, SerializeStructVariant);

impl SerializeMap for Parts {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Checked {
        let key = serde_json::to_value(key)?;
        self.key = key.as_str().map_or_else(|| key.to_string(), str::to_owned);
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Checked {
        named(&self.key, value)
    }

    fn end(self) -> Checked {
        Ok(())
    }
}
