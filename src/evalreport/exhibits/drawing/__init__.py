"""Drawing: from a frozen specification to marks on a sheet, and the sheet as SVG."""
