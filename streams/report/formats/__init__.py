"""A report as files: the same tree as HTML, PDF, DOCX and, of the improvement plan, XLSX."""
