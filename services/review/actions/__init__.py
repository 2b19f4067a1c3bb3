"""One function per verb: ``verb(work, case_no, version, data) -> Case``. Steps 6 to 8 and 10 to 13."""
