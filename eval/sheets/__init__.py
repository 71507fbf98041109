"""Question sets as people write them in Excel or WPS: what cells say, CSV files, XLSX workbooks."""
