//! See tests in the folder of cases.
