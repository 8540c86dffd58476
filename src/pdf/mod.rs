//! stub
use crate::diagnostic::Diagnostic;
/// stub
pub struct Pdf;
/// stub
pub struct Attachment {
    /// name
    pub name: String,
    /// bytes
    pub bytes: Vec<u8>,
}
/// stub
pub fn open(_bytes: Vec<u8>, _shown: &str) -> Result<Pdf, Diagnostic> {
    Ok(Pdf)
}
impl Pdf {
    /// stub
    pub fn attachments(&self) -> Result<Vec<Attachment>, Diagnostic> {
        Ok(Vec::new())
    }
}
