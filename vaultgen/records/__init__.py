"""Files and tables of records, read into typed rows that know where they stand."""
