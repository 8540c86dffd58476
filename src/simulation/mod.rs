//! Draws the data that a study declares.
