//! Two reports compared: inputs, numbers, claims, members of segments.
