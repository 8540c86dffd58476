//! A PDF as it was received, which nobody has to trust: its attachments and the text of its pages.
