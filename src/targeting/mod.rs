//! Whom to target: criteria, eligibility, gaps and the concentration of potential.
